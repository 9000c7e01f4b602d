// Made from promotion.schema.json by `npm run generate`; do not edit.
var __getOwnPropNames = Object.getOwnPropertyNames;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};

// node_modules/ajv/dist/runtime/ucs2length.js
var require_ucs2length = __commonJS({
  "node_modules/ajv/dist/runtime/ucs2length.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function ucs2length(str) {
      const len = str.length;
      let length = 0;
      let pos = 0;
      let value;
      while (pos < len) {
        length++;
        value = str.charCodeAt(pos++);
        if (value >= 55296 && value <= 56319 && pos < len) {
          value = str.charCodeAt(pos);
          if ((value & 64512) === 56320)
            pos++;
        }
      }
      return length;
    }
    exports.default = ucs2length;
    ucs2length.code = 'require("ajv/dist/runtime/ucs2length").default';
  }
});

// node_modules/fast-deep-equal/index.js
var require_fast_deep_equal = __commonJS({
  "node_modules/fast-deep-equal/index.js"(exports, module) {
    "use strict";
    module.exports = function equal(a, b) {
      if (a === b) return true;
      if (a && b && typeof a == "object" && typeof b == "object") {
        if (a.constructor !== b.constructor) return false;
        var length, i, keys;
        if (Array.isArray(a)) {
          length = a.length;
          if (length != b.length) return false;
          for (i = length; i-- !== 0; )
            if (!equal(a[i], b[i])) return false;
          return true;
        }
        if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
        if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
        if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();
        keys = Object.keys(a);
        length = keys.length;
        if (length !== Object.keys(b).length) return false;
        for (i = length; i-- !== 0; )
          if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;
        for (i = length; i-- !== 0; ) {
          var key = keys[i];
          if (!equal(a[key], b[key])) return false;
        }
        return true;
      }
      return a !== a && b !== b;
    };
  }
});

// node_modules/ajv/dist/runtime/equal.js
var require_equal = __commonJS({
  "node_modules/ajv/dist/runtime/equal.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    var equal = require_fast_deep_equal();
    equal.code = 'require("ajv/dist/runtime/equal").default';
    exports.default = equal;
  }
});

// <stdin>
var validate = validate20;
var stdin_default = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:promote:promotion-file:1", "title": "Promotion file", "description": "What `promote` moves, and through which environments: the file promotion.yaml.", "type": "object", "additionalProperties": false, "x-expected": "the keys version, environments and images", "required": ["version", "environments", "images"], "properties": { "version": { "title": "Format version", "description": "Version of this file's format. There is one: 1.", "const": 1, "x-expected": "version: 1" }, "project": { "title": "Project", "description": "Name of the project in plans, reports and the ledger. Default: the name of the folder the file is in.", "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\p{Cc}]*$", "x-expected": "a name of 1 to 128 characters", "examples": ["shop"] }, "environments": { "title": "Environments", "description": "The places images move through, in promotion order: the first is where they begin.", "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environment" }, "x-expected": "a list of environments, each with a name and a repository" }, "images": { "title": "Images", "description": "What is promoted.", "type": "array", "minItems": 1, "maxItems": 1e4, "items": { "$ref": "#/$defs/image" }, "x-expected": "a list of images, each with a name and a select" }, "ledger": { "title": "Ledger", "description": "Where the record of every promotion is kept. Default: the file promotions.jsonl beside this file.", "type": "object", "additionalProperties": false, "x-expected": "file: PATH", "properties": { "file": { "title": "Ledger file", "description": "A JSON Lines file; relative paths start at this file's folder. ${VAR} is filled from the environment of the process.", "type": "string", "minLength": 1, "default": "promotions.jsonl", "examples": ["promotions.jsonl", "${LEDGER_FOLDER}/promotions.jsonl"], "x-expected": "a path" }, "git": { "title": "Ledger in git", "description": "Keeps the ledger on a git branch instead of in a file.", "x-not-supported-yet": true, "type": "object", "additionalProperties": false, "properties": { "branch": { "description": "The branch that is the ledger.", "type": "string", "minLength": 1 }, "remote": { "description": "The remote it is pushed to.", "type": "string", "minLength": 1 }, "push": { "description": "Whether each entry is pushed.", "type": "boolean" }, "sign": { "description": "Whether its commits are signed.", "type": "boolean" } } } } }, "defaults": { "title": "Defaults", "description": "What holds for every run unless a flag says otherwise.", "type": "object", "additionalProperties": false, "x-expected": "concurrency, retries or timeout", "properties": { "concurrency": { "title": "Blobs at once", "description": "How many blobs move at once.", "type": "integer", "minimum": 1, "maximum": 256, "default": 8, "x-expected": "a whole number from 1 to 256" }, "retries": { "title": "Retries", "description": "How often a request that failed in a way that passes is tried again, after the first try.", "type": "integer", "minimum": 0, "maximum": 100, "default": 5, "x-expected": "a whole number from 0 to 100" }, "timeout": { "title": "Timeout", "description": "How long a registry may be silent before a request is given up: a whole number with ms, s or m.", "type": "string", "pattern": "^[1-9][0-9]{0,8}(ms|s|m)$", "default": "60s", "examples": ["60s", "2m", "500ms"], "x-expected": "a time such as 60s, 2m or 500ms" } } }, "registries": { "title": "Registries", "description": "How single registry hosts are reached, by host as it stands in the repositories (with its port, if any). ${VAR} is filled in hosts.", "type": "object", "additionalProperties": { "$ref": "#/$defs/registry" }, "x-expected": "registry hosts, each with its options", "examples": [{ "localhost:5000": { "plainHttp": true } }] }, "notify": { "title": "Notifications", "description": "Who is told about promotions.", "x-not-supported-yet": true } }, "$defs": { "environment": { "title": "Environment", "description": "A named place in the promotion order.", "type": "object", "additionalProperties": false, "required": ["name", "repository"], "x-expected": "an environment with a name and a repository", "properties": { "name": { "title": "Name", "description": "What the environment is called on the command line and in the ledger.", "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 64, "examples": ["dev", "test", "prod"], "x-expected": 'lower-case letters, digits and "-", beginning with a letter or digit, at most 64' }, "repository": { "title": "Repository template", "description": "Where images are in this environment: HOST/PATH, or oci:FOLDER for an OCI image layout folder. Variables: {image}, {name} (the last part of its path), {flat} (slashes become dashes), {env} (this environment's name). ${VAR} is filled from the environment of the process. Relative folders start at this file's folder.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["registry.example.com/prod/{image}", "docker.io/acme/{flat}", "oci:registries/dev/{image}"], "x-expected": "a repository such as registry.example.com/prod/{image}" }, "from": { "title": "Promoted from", "description": "Environments that images may be promoted from to this one: a name or a list of names. Default: the environment above.", "anyOf": [{ "$ref": "#/$defs/environmentName" }, { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environmentName" } }], "examples": ["test", ["test", "staging"]], "x-expected": "the name of an environment, or a list of names" }, "tags": { "title": "Tag templates", "description": "Tags an image gets here. Variables: {tag} (the tag it had), {major} {minor} {patch} (semantic versions only), {digest12} (the first 12 hex digits of its digest), {env} (this environment's name), {image}, {name}, {flat}, {label:NAME} (a label of the image).", "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 512, "x-expected": "a tag template such as {tag} or {major}.{minor}" }, "default": ["{tag}"], "examples": [["{tag}", "{major}.{minor}"], ["{env}"]], "x-expected": 'a list of tag templates such as ["{tag}"]' }, "immutable": { "title": "Immutable tags", "description": "Globs of tags that never move once they exist: * is any text, ? one character, [0-9] one of a set.", "type": "array", "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 256, "x-expected": "a tag or glob such as v*" }, "default": [], "examples": [["v*", "[0-9]*.[0-9]*.[0-9]*"]], "x-expected": 'a list of globs such as ["v*"]' }, "confirm": { "title": "Ask first", "description": "Whether a person at a terminal is asked before this environment is written. --yes answers.", "type": "boolean", "default": false, "x-expected": "true or false" }, "referrers": { "title": "Referrers", "description": "Which signatures, SBOMs and attestations come along with an image to this environment, and which must be there.", "type": "object", "additionalProperties": false, "x-expected": "copy or require", "properties": { "copy": { "title": "What comes along", "description": "all, none, or a list of kinds: signature, sbom, provenance, attestation, or an artifact type. Attestations that BuildKit keeps inside an index are part of the image and always come along.", "anyOf": [{ "enum": ["all", "none"] }, { "$ref": "#/$defs/referrerKinds" }], "default": "all", "examples": ["all", "none", ["signature", "sbom"]], "x-expected": "all, none, or a list of kinds such as [signature, sbom]" }, "require": { "title": "What must be there", "description": "Kinds that an image must have to be promoted here: on the image itself, or on each image of an index. What is required has to be copied too.", "$ref": "#/$defs/referrerKinds", "default": [], "examples": [["signature"]], "x-expected": "a list of kinds such as [signature]" } }, "examples": [{ "copy": "all", "require": ["signature"] }] }, "gates": { "title": "Gates", "description": "Rules that must hold before an image is promoted to this environment.", "type": "object", "additionalProperties": false, "x-expected": "gates such as soak or freeze", "properties": { "order": { "title": "Order", "description": "present (always on): the image's content is in the environment it comes from. ledger: it came there by a promotion, or was adopted.", "anyOf": [{ "enum": ["present", "ledger"], "x-expected": "present or ledger" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "enum": ["present", "ledger"], "x-expected": "present or ledger" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "present, ledger, or a mapping with require" }], "default": "present", "examples": ["ledger", { "require": "ledger", "overridable": false }], "x-expected": "present or ledger" }, "soak": { "title": "Soak", "description": "How long an image's digest must have been in the environment it comes from: since its latest outcome there, or since it was created.", "anyOf": [{ "$ref": "#/$defs/duration" }, { "type": "object", "additionalProperties": false, "required": ["for"], "properties": { "for": { "$ref": "#/$defs/duration" }, "since": { "enum": ["outcome", "created"], "default": "outcome", "x-expected": "outcome or created" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a time, or a mapping with for" }], "examples": ["24h", { "for": "24h", "since": "created" }], "x-expected": "a time such as 24h, or a mapping with for" }, "freeze": { "title": "Freeze", "description": "When nothing is promoted here.", "type": "object", "additionalProperties": false, "required": ["timezone", "windows"], "properties": { "timezone": { "title": "Time zone", "description": "An IANA time zone.", "type": "string", "minLength": 1, "maxLength": 64, "examples": ["Europe/Oslo"], "x-expected": "a time zone such as Europe/Oslo" }, "windows": { "title": "Windows", "description": "When nothing is promoted: weekly windows such as Fri 15:00/Mon 07:00, or dates such as 2026-12-19/2027-01-04 (the end is not in it).", "type": "array", "minItems": 1, "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 64, "x-expected": "a window such as Fri 15:00/Mon 07:00 or 2026-12-19/2027-01-04" }, "x-expected": "a list of windows" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with timezone and windows", "examples": [{ "timezone": "Europe/Oslo", "windows": ["Fri 15:00/Mon 07:00", "2026-12-19/2027-01-04"] }] }, "signature": { "title": "Signature", "description": "Who must have signed the image with cosign: all that are listed, or with anyOf one of them.", "anyOf": [{ "$ref": "#/$defs/signers" }, { "type": "object", "additionalProperties": false, "properties": { "all": { "$ref": "#/$defs/signers" }, "anyOf": { "$ref": "#/$defs/signers" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of signers, or a mapping with all or anyOf", "oneOf": [{ "required": ["all"], "properties": { "anyOf": false } }, { "required": ["anyOf"], "properties": { "all": false } }] }], "examples": [[{ "key": "cosign.pub" }], { "anyOf": [{ "key": "a.pub" }, { "key": "b.pub" }] }], "x-expected": "a list of signers, or a mapping with all or anyOf" }, "referrers": { "title": "Referrers", "description": "Kinds of signatures, SBOMs and attestations that the image must have in the environment it comes from.", "anyOf": [{ "$ref": "#/$defs/referrerKinds" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "$ref": "#/$defs/referrerKinds" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of kinds, or a mapping with require" }], "examples": [["sbom", "provenance"]], "x-expected": "a list of kinds such as [sbom]" }, "platforms": { "title": "Platforms", "description": "Platforms that the image must have.", "anyOf": [{ "$ref": "#/$defs/platformNames" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "$ref": "#/$defs/platformNames" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of platforms, or a mapping with require" }], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "labels": { "title": "Labels", "description": "Labels that the image must have, each with a value, a glob, or a list of them of which one must match. With appliesTo or overridable beside them, the labels go under match.", "type": "object", "minProperties": 1, "maxProperties": 66, "properties": { "match": { "$ref": "#/$defs/labelValues" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "additionalProperties": { "anyOf": [{ "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, "x-expected": "a list of values" }], "x-expected": "a value or glob, or a list of them" }, "dependentRequired": { "appliesTo": ["match"], "overridable": ["match"] }, "examples": [{ "org.opencontainers.image.source": "https://github.com/acme/*" }], "x-expected": "labels, each with a value, a glob or a list (below match, where appliesTo or overridable stand beside them)" }, "age": { "title": "Age", "description": "How old the image may be at most and must be at least, from its config's created.", "type": "object", "additionalProperties": false, "properties": { "most": { "$ref": "#/$defs/duration" }, "least": { "$ref": "#/$defs/duration" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with most or least", "examples": [{ "most": "30d", "least": "1h" }] }, "vulnerabilities": { "title": "Vulnerabilities", "description": "What a scanner's report about the image may say at most.", "type": "object", "additionalProperties": false, "required": ["report", "most"], "properties": { "report": { "title": "Report", "description": "The form of the scanner's report, also where an attestation holds it; in-toto is the list of in-toto's own predicate for vulnerabilities.", "enum": ["sarif", "trivy", "grype", "cyclonedx", "in-toto"], "x-expected": "sarif, trivy, grype, cyclonedx or in-toto" }, "file": { "title": "File", "description": "Where the report is, instead of attached to the image; {image}, {flat}, {name}, {digest} and {digest12} are filled in.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["reports/{flat}.sarif"], "x-expected": "the path of a file" }, "most": { "title": "Most", "description": "The most severe finding that is allowed.", "enum": ["none", "negligible", "low", "medium", "high", "critical"], "x-expected": "none, negligible, low, medium, high or critical" }, "maxAge": { "$ref": "#/$defs/duration" }, "except": { "title": "Exceptions", "description": "Findings that do not count, each until a date.", "type": "array", "maxItems": 1e3, "items": { "type": "object", "additionalProperties": false, "required": ["id", "until"], "properties": { "id": { "type": "string", "minLength": 1, "maxLength": 128, "x-expected": "an id such as CVE-2026-1" }, "until": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "x-expected": "a date such as 2027-01-31" }, "reason": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a reason" } }, "x-expected": "an exception with id and until" }, "x-expected": "a list of exceptions" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with report and most", "examples": [{ "report": "sarif", "most": "medium", "except": [{ "id": "CVE-2026-1", "until": "2027-01-31" }] }] }, "approvals": { "title": "Approvals", "description": "How many people must approve a plan before it is applied.", "type": "object", "additionalProperties": false, "required": ["count"], "properties": { "count": { "title": "Count", "description": "How many people must approve the plan.", "type": "integer", "minimum": 1, "maximum": 32, "x-expected": "a whole number from 1 to 32" }, "allowedSigners": { "title": "Allowed signers", "description": "A file of allowed signers, as ssh-keygen has it: only their signatures count.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "revoked": { "title": "Revoked keys", "description": "Keys that do not count any more: a revocation list of ssh-keygen, or public keys.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "selfApproval": { "title": "Self approval", "description": "Whether the plan's author counts.", "type": "boolean", "default": false, "x-expected": "true or false" }, "validFor": { "$ref": "#/$defs/duration" }, "unsigned": { "title": "Unsigned", "description": "Whether a name is enough, which anybody can set; needed where no allowed signers are named.", "enum": ["allow"], "x-expected": "allow" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "examples": [{ "count": 2, "allowedSigners": "signers", "validFor": "72h" }], "x-expected": "a mapping with count, and allowedSigners (a file) or unsigned: allow" }, "command": { "title": "Command", "description": "A program that decides: exit code 0 passes, any other denies.", "anyOf": [{ "$ref": "#/$defs/commandRule" }, { "type": "array", "minItems": 1, "maxItems": 32, "items": { "$ref": "#/$defs/commandRule" }, "x-expected": "a list of commands" }], "examples": [{ "run": ["./policy.sh", "{image}", "{digest}"], "timeout": "60s" }], "x-expected": "a command, or a list of them" } }, "examples": [{ "soak": "24h" }] }, "attest": { "title": "Attestations", "description": "What is signed and attached to each image after it was promoted to this environment.", "type": "object", "additionalProperties": false, "required": ["key"], "properties": { "key": { "title": "Key", "description": "The private key: a PEM file, or env:NAME for a variable of the environment that holds one (or base64 of it). Ed25519 or P-256. Never a key that images are signed with.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["attest.key", "env:ATTEST_KEY"], "x-expected": "the path of a file, or env:NAME" }, "password": { "title": "Password", "description": "The variable of the environment that has the password of an encrypted key: env:NAME.", "$ref": "#/$defs/variable" }, "as": { "title": "As", "description": "record: all that the ledger says of the promotion; summary: a SLSA verification summary, for admission policies.", "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": { "enum": ["record", "summary"], "x-expected": "record or summary" }, "default": ["record", "summary"], "examples": [["record"]], "x-expected": "a list of record and summary" }, "summaryKey": { "title": "Key of the summary", "description": "Another private key for the summary, as key has it; the same one unless given.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["env:SUMMARY_KEY"], "x-expected": "the path of a file, or env:NAME" }, "summaryPassword": { "title": "Password of the summary's key", "description": "The variable of the environment that has the password of summaryKey: env:NAME.", "$ref": "#/$defs/variable" }, "format": { "title": "Format", "description": "bundle: a Sigstore bundle that refers to the image, except where that would hide signatures under cosign's older tags. tag: always a layer under cosign's tag .att, for policies that do not read bundles.", "enum": ["bundle", "tag"], "default": "bundle", "examples": ["tag"], "x-expected": "bundle or tag" }, "verifier": { "title": "Verifier", "description": "The verifier that a summary names, as a URI; policies pin it.", "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$", "maxLength": 2048, "default": "urn:promote:verifier", "examples": ["https://acme.example/promote"], "x-expected": "a URI such as https://acme.example/promote" } }, "x-expected": "a mapping with key", "examples": [{ "key": "env:ATTEST_KEY", "as": ["record", "summary"] }] }, "onFailure": { "title": "After a failure", "description": "Whether tags that moved already are put back when a later one cannot be moved, or kept.", "enum": ["restore", "keep"], "default": "restore" }, "retain": { "title": "Retain", "description": "How many of the last promoted digests of each image are kept by tags promote-keep-\u2026, so that no garbage collection takes what a rollback needs.", "type": "integer", "minimum": 0, "maximum": 100, "default": 0 } } }, "environmentName": { "type": "string", "minLength": 1, "x-expected": "the name of an environment" }, "referrerKinds": { "type": "array", "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 255, "description": "signature, sbom, provenance, attestation, or an artifact type", "x-expected": "signature, sbom, provenance, attestation, or an artifact type such as application/spdx+json" } }, "image": { "title": "Image", "description": "A logical image and which of its tags are promoted.", "type": "object", "additionalProperties": false, "required": ["name", "select"], "x-expected": "an image with a name and a select", "properties": { "name": { "title": "Name", "description": "What the image is called; {image} in templates. Lower-case path parts, joined by slashes.", "type": "string", "pattern": "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "maxLength": 255, "examples": ["api", "team/web"], "x-expected": "lower-case path parts such as api or team/web" }, "select": { "title": "Select", "description": "Which tags are promoted, as found in the source environment: a tag, a glob, a rule, or a list of them. An image on the command line replaces it for that run.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }, { "type": "array", "minItems": 1, "maxItems": 256, "items": { "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }], "x-expected": "a tag, a glob, or one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }" } }], "examples": [["1.4.2"], "{env}", { "semver": ">=2.0 <3", "newest": 1 }], "x-expected": "a tag, a glob, one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }, or a list of them" }, "exclude": { "title": "Exclude", "description": "Tags that select does not take, whatever it says: a tag, a glob, or a list of them. They are left out before newest counts. A digest in select is taken whatever tags it has, and a tag that the command line names is taken with a warning.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "type": "array", "maxItems": 256, "items": { "$ref": "#/$defs/tagSelector", "x-expected": "a tag or a glob such as *-rc*" } }], "default": [], "examples": [["1.4.3", "*-rc*"]], "x-expected": "a tag, a glob, or a list of them" }, "platforms": { "title": "Platforms", "description": "Platforms that must be present in the image. Nothing is ever filtered: that would change the digest.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "os/architecture or os/architecture/variant, such as linux/amd64" }, "default": [], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "repository": { "title": "Repository by environment", "description": "Repository templates that replace those of single environments for this image.", "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "a repository such as docker.io/acme/web" }, "examples": [{ "prod": "docker.io/acme/web" }], "x-expected": "environments, each with a repository" }, "optional": { "title": "Optional", "description": "Whether it is fine that select matches nothing.", "type": "boolean", "default": false, "x-expected": "true or false" } } }, "tagSelector": { "title": "Tag or glob", "description": "An exact tag, or a glob: * is any text, ? one character, [0-9] one of a set. {env} stands for the source environment's name.", "type": "string", "minLength": 1, "maxLength": 256, "examples": ["1.4.2", "1.4.*", "{env}"] }, "ruleSelector": { "title": "Rule", "description": "Tags by version range or regular expression, or one digest.", "type": "object", "additionalProperties": false, "x-expected": "one of semver, regex and digest", "properties": { "semver": { "title": "Version range", "description": "A semantic version range as npm has it. A leading v of a tag does not matter; prereleases match only where the range names one.", "type": "string", "minLength": 1, "maxLength": 256, "examples": [">=2.0 <3", "^1.4"], "x-expected": 'a version range such as ">=2.0 <3"' }, "regex": { "title": "Regular expression", "description": "RE2 syntax (no lookaround, no backreferences), found anywhere in the tag unless anchored with ^ and $.", "type": "string", "minLength": 1, "maxLength": 1e3, "examples": ["^v\\d+$"], "x-expected": 'a regular expression such as "^v\\\\d+$"' }, "newest": { "title": "Newest", "description": "How many of the matching tags, the highest first. Default: all.", "type": "integer", "minimum": 1, "maximum": 1e4, "examples": [1], "x-expected": "a whole number from 1 to 10000" }, "digest": { "title": "Digest", "description": "Exactly this content.", "type": "string", "pattern": "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "x-expected": "a digest: sha256: and 64 lower-case hex digits" } }, "oneOf": [{ "required": ["semver"] }, { "required": ["regex"] }, { "required": ["digest"] }], "dependentSchemas": { "digest": { "properties": { "newest": false } } } }, "registry": { "title": "Registry", "description": "How one registry host is reached.", "type": "object", "additionalProperties": false, "x-expected": "options such as plainHttp: true", "properties": { "plainHttp": { "title": "Plain HTTP", "description": "Whether the registry is spoken to without TLS. Default: only for loopback addresses.", "type": "boolean", "x-expected": "true or false" }, "caFile": { "title": "CA file", "description": "A PEM file with further certificate authorities; relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "x-expected": "the path of a PEM file" }, "clientCert": { "title": "Client certificate", "description": "A PEM file with the certificate that is shown to a registry that wants one, with those between it and its authority; clientKey beside it has its key. Relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["client.pem"], "x-expected": "the path of a PEM file" }, "clientKey": { "title": "Client key", "description": "The PEM file with the key of clientCert, without a passphrase. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["${CI_SECRETS}/client.key"], "x-expected": "the path of a PEM file" }, "mirrors": { "title": "Mirrors", "description": "Places that are asked before this registry, in this order, for what is read of an image to bring it elsewhere: manifests by digest and blobs. HOST[:PORT], or with a path in front of the repository there, such as a proxy project of Harbor. What a mirror lacks or damages comes from the registry itself. Tags are looked up there alone, nothing is written to a mirror, and a mirror is asked with its own login. ${VAR} is filled in.", "type": "array", "maxItems": 16, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a host such as mirror.example.com, or a host and a path" }, "default": [], "examples": [["mirror.example.com", "harbor.example.com/hub-proxy"]], "x-expected": "a list of hosts such as [mirror.example.com]" }, "requestsPerSecond": { "title": "Requests a second", "description": "The most requests that a run sends to this host in a second, evenly spaced; below 1 they are more than a second apart. Default: no limit but what the registry's own 429 says.", "type": "number", "minimum": 0.01, "maximum": 1e4, "examples": [20], "x-expected": "a number from 0.01 to 10000" }, "metadataConcurrency": { "title": "Metadata requests at once", "description": "The most requests that are in flight to this host at once, beside blobs, of which defaults.concurrency says how many there are.", "type": "integer", "minimum": 1, "maximum": 1024, "default": 64, "examples": [8], "x-expected": "a whole number from 1 to 1024" }, "kind": { "title": "Kind", "description": "What this registry is, where neither its name nor its answers tell: harbor, nexus, gitlab, quay, zot, distribution, or a cloud's behind a name of your own.", "enum": ["docker-hub", "alibaba", "tencent", "huawei", "harbor", "nexus", "distribution", "ghcr", "ecr", "google", "azure", "quay", "gitlab", "zot"], "examples": ["harbor", "nexus"], "x-expected": "a kind of registry such as harbor or nexus" } } }, "appliesTo": { "title": "Applies to", "description": "What the gate is asked about: promotions, rollbacks, or both.", "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": { "enum": ["promotion", "rollback"], "x-expected": "promotion or rollback" }, "default": ["promotion"], "examples": [["promotion", "rollback"]], "x-expected": "a list of promotion and rollback" }, "overridable": { "title": "Overridable", "description": "Whether --override may pass this gate once, with a reason that is recorded.", "type": "boolean", "default": true, "x-expected": "true or false" }, "duration": { "type": "string", "pattern": "^[1-9][0-9]{0,5}(s|m|h|d|w)$", "x-expected": "a time such as 30m, 24h, 7d or 2w" }, "signer": { "type": "object", "additionalProperties": false, "properties": { "key": { "title": "Public key", "description": "A PEM file with a public key, as cosign writes it.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "identity": { "title": "Identity", "description": "The certificate's identity: an address or URL, or a regular expression (RE2) that matches all of it.", "type": "string", "minLength": 1, "maxLength": 2048, "x-expected": "an identity" }, "issuer": { "title": "Issuer", "description": "The issuer of the identity's token, exactly.", "type": "string", "minLength": 1, "maxLength": 2048, "x-expected": "the URL of an issuer" }, "trustedRoot": { "title": "Trusted root", "description": "A Sigstore trusted root (JSON): the certificate authorities and logs that are believed.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "predicateType": { "title": "Predicate type", "description": "What must be attested, as an in-toto predicate type; a plain signature when nothing is said. Attestations never count as signatures.", "type": "string", "minLength": 1, "maxLength": 2048, "examples": ["https://slsa.dev/provenance/v1"], "x-expected": "a predicate type such as https://slsa.dev/provenance/v1" } }, "oneOf": [{ "required": ["key"], "properties": { "identity": false, "issuer": false, "trustedRoot": false } }, { "required": ["identity", "issuer", "trustedRoot"], "properties": { "key": false } }], "x-expected": "a signer: key, or identity with issuer and trustedRoot" }, "variable": { "type": "string", "pattern": "^env:[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 256, "examples": ["env:ATTEST_PASSWORD"], "x-expected": "a variable of the environment: env:NAME" }, "signers": { "type": "array", "minItems": 1, "maxItems": 32, "items": { "$ref": "#/$defs/signer" }, "x-expected": "a list of signers" }, "platformNames": { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "a platform such as linux/amd64" }, "x-expected": "a list of platforms" }, "labelValues": { "type": "object", "minProperties": 1, "maxProperties": 64, "additionalProperties": { "anyOf": [{ "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, "x-expected": "a list of values" }], "x-expected": "a value or glob, or a list of them" }, "x-expected": "labels, each with a value, a glob or a list (below match, where appliesTo or overridable stand beside them)" }, "commandRule": { "type": "object", "additionalProperties": false, "required": ["run"], "properties": { "run": { "title": "Run", "description": "The program and its arguments; {image}, {tag}, {digest}, {source}, {destination}, {from} and {to} are filled in. No shell.", "type": "array", "minItems": 1, "maxItems": 256, "items": { "type": "string", "maxLength": 8192, "x-expected": "an argument" }, "x-expected": "a list: a program and its arguments" }, "name": { "title": "Name", "description": "What messages call it; the program's name unless given.", "type": "string", "minLength": 1, "maxLength": 64, "x-expected": "a name" }, "shell": { "title": "Shell", "description": 'Whether run begins with a text that sh reads; in it values are variables such as "$PROMOTE_DIGEST", and what follows it is $1, $2 and so on.', "type": "boolean", "default": false, "x-expected": "true or false" }, "env": { "title": "Variables", "description": "Names of variables of the environment that the program gets beside PATH, HOME and others that every program gets. Their values are hidden in what it prints.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 128, "x-expected": "the name of a variable" }, "default": [], "examples": [["POLICY_URL"]], "x-expected": "a list of names of variables" }, "timeout": { "$ref": "#/$defs/duration" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with run" } } };
var schema83 = { "title": "Registry", "description": "How one registry host is reached.", "type": "object", "additionalProperties": false, "x-expected": "options such as plainHttp: true", "properties": { "plainHttp": { "title": "Plain HTTP", "description": "Whether the registry is spoken to without TLS. Default: only for loopback addresses.", "type": "boolean", "x-expected": "true or false" }, "caFile": { "title": "CA file", "description": "A PEM file with further certificate authorities; relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "x-expected": "the path of a PEM file" }, "clientCert": { "title": "Client certificate", "description": "A PEM file with the certificate that is shown to a registry that wants one, with those between it and its authority; clientKey beside it has its key. Relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["client.pem"], "x-expected": "the path of a PEM file" }, "clientKey": { "title": "Client key", "description": "The PEM file with the key of clientCert, without a passphrase. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["${CI_SECRETS}/client.key"], "x-expected": "the path of a PEM file" }, "mirrors": { "title": "Mirrors", "description": "Places that are asked before this registry, in this order, for what is read of an image to bring it elsewhere: manifests by digest and blobs. HOST[:PORT], or with a path in front of the repository there, such as a proxy project of Harbor. What a mirror lacks or damages comes from the registry itself. Tags are looked up there alone, nothing is written to a mirror, and a mirror is asked with its own login. ${VAR} is filled in.", "type": "array", "maxItems": 16, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a host such as mirror.example.com, or a host and a path" }, "default": [], "examples": [["mirror.example.com", "harbor.example.com/hub-proxy"]], "x-expected": "a list of hosts such as [mirror.example.com]" }, "requestsPerSecond": { "title": "Requests a second", "description": "The most requests that a run sends to this host in a second, evenly spaced; below 1 they are more than a second apart. Default: no limit but what the registry's own 429 says.", "type": "number", "minimum": 0.01, "maximum": 1e4, "examples": [20], "x-expected": "a number from 0.01 to 10000" }, "metadataConcurrency": { "title": "Metadata requests at once", "description": "The most requests that are in flight to this host at once, beside blobs, of which defaults.concurrency says how many there are.", "type": "integer", "minimum": 1, "maximum": 1024, "default": 64, "examples": [8], "x-expected": "a whole number from 1 to 1024" }, "kind": { "title": "Kind", "description": "What this registry is, where neither its name nor its answers tell: harbor, nexus, gitlab, quay, zot, distribution, or a cloud's behind a name of your own.", "enum": ["docker-hub", "alibaba", "tencent", "huawei", "harbor", "nexus", "distribution", "ghcr", "ecr", "google", "azure", "quay", "gitlab", "zot"], "examples": ["harbor", "nexus"], "x-expected": "a kind of registry such as harbor or nexus" } } };
var func1 = require_ucs2length().default;
var pattern4 = new RegExp("^[^\\p{Cc}]*$", "u");
var pattern24 = new RegExp("^[1-9][0-9]{0,8}(ms|s|m)$", "u");
var schema32 = { "title": "Environment", "description": "A named place in the promotion order.", "type": "object", "additionalProperties": false, "required": ["name", "repository"], "x-expected": "an environment with a name and a repository", "properties": { "name": { "title": "Name", "description": "What the environment is called on the command line and in the ledger.", "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 64, "examples": ["dev", "test", "prod"], "x-expected": 'lower-case letters, digits and "-", beginning with a letter or digit, at most 64' }, "repository": { "title": "Repository template", "description": "Where images are in this environment: HOST/PATH, or oci:FOLDER for an OCI image layout folder. Variables: {image}, {name} (the last part of its path), {flat} (slashes become dashes), {env} (this environment's name). ${VAR} is filled from the environment of the process. Relative folders start at this file's folder.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["registry.example.com/prod/{image}", "docker.io/acme/{flat}", "oci:registries/dev/{image}"], "x-expected": "a repository such as registry.example.com/prod/{image}" }, "from": { "title": "Promoted from", "description": "Environments that images may be promoted from to this one: a name or a list of names. Default: the environment above.", "anyOf": [{ "$ref": "#/$defs/environmentName" }, { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environmentName" } }], "examples": ["test", ["test", "staging"]], "x-expected": "the name of an environment, or a list of names" }, "tags": { "title": "Tag templates", "description": "Tags an image gets here. Variables: {tag} (the tag it had), {major} {minor} {patch} (semantic versions only), {digest12} (the first 12 hex digits of its digest), {env} (this environment's name), {image}, {name}, {flat}, {label:NAME} (a label of the image).", "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 512, "x-expected": "a tag template such as {tag} or {major}.{minor}" }, "default": ["{tag}"], "examples": [["{tag}", "{major}.{minor}"], ["{env}"]], "x-expected": 'a list of tag templates such as ["{tag}"]' }, "immutable": { "title": "Immutable tags", "description": "Globs of tags that never move once they exist: * is any text, ? one character, [0-9] one of a set.", "type": "array", "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 256, "x-expected": "a tag or glob such as v*" }, "default": [], "examples": [["v*", "[0-9]*.[0-9]*.[0-9]*"]], "x-expected": 'a list of globs such as ["v*"]' }, "confirm": { "title": "Ask first", "description": "Whether a person at a terminal is asked before this environment is written. --yes answers.", "type": "boolean", "default": false, "x-expected": "true or false" }, "referrers": { "title": "Referrers", "description": "Which signatures, SBOMs and attestations come along with an image to this environment, and which must be there.", "type": "object", "additionalProperties": false, "x-expected": "copy or require", "properties": { "copy": { "title": "What comes along", "description": "all, none, or a list of kinds: signature, sbom, provenance, attestation, or an artifact type. Attestations that BuildKit keeps inside an index are part of the image and always come along.", "anyOf": [{ "enum": ["all", "none"] }, { "$ref": "#/$defs/referrerKinds" }], "default": "all", "examples": ["all", "none", ["signature", "sbom"]], "x-expected": "all, none, or a list of kinds such as [signature, sbom]" }, "require": { "title": "What must be there", "description": "Kinds that an image must have to be promoted here: on the image itself, or on each image of an index. What is required has to be copied too.", "$ref": "#/$defs/referrerKinds", "default": [], "examples": [["signature"]], "x-expected": "a list of kinds such as [signature]" } }, "examples": [{ "copy": "all", "require": ["signature"] }] }, "gates": { "title": "Gates", "description": "Rules that must hold before an image is promoted to this environment.", "type": "object", "additionalProperties": false, "x-expected": "gates such as soak or freeze", "properties": { "order": { "title": "Order", "description": "present (always on): the image's content is in the environment it comes from. ledger: it came there by a promotion, or was adopted.", "anyOf": [{ "enum": ["present", "ledger"], "x-expected": "present or ledger" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "enum": ["present", "ledger"], "x-expected": "present or ledger" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "present, ledger, or a mapping with require" }], "default": "present", "examples": ["ledger", { "require": "ledger", "overridable": false }], "x-expected": "present or ledger" }, "soak": { "title": "Soak", "description": "How long an image's digest must have been in the environment it comes from: since its latest outcome there, or since it was created.", "anyOf": [{ "$ref": "#/$defs/duration" }, { "type": "object", "additionalProperties": false, "required": ["for"], "properties": { "for": { "$ref": "#/$defs/duration" }, "since": { "enum": ["outcome", "created"], "default": "outcome", "x-expected": "outcome or created" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a time, or a mapping with for" }], "examples": ["24h", { "for": "24h", "since": "created" }], "x-expected": "a time such as 24h, or a mapping with for" }, "freeze": { "title": "Freeze", "description": "When nothing is promoted here.", "type": "object", "additionalProperties": false, "required": ["timezone", "windows"], "properties": { "timezone": { "title": "Time zone", "description": "An IANA time zone.", "type": "string", "minLength": 1, "maxLength": 64, "examples": ["Europe/Oslo"], "x-expected": "a time zone such as Europe/Oslo" }, "windows": { "title": "Windows", "description": "When nothing is promoted: weekly windows such as Fri 15:00/Mon 07:00, or dates such as 2026-12-19/2027-01-04 (the end is not in it).", "type": "array", "minItems": 1, "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 64, "x-expected": "a window such as Fri 15:00/Mon 07:00 or 2026-12-19/2027-01-04" }, "x-expected": "a list of windows" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with timezone and windows", "examples": [{ "timezone": "Europe/Oslo", "windows": ["Fri 15:00/Mon 07:00", "2026-12-19/2027-01-04"] }] }, "signature": { "title": "Signature", "description": "Who must have signed the image with cosign: all that are listed, or with anyOf one of them.", "anyOf": [{ "$ref": "#/$defs/signers" }, { "type": "object", "additionalProperties": false, "properties": { "all": { "$ref": "#/$defs/signers" }, "anyOf": { "$ref": "#/$defs/signers" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of signers, or a mapping with all or anyOf", "oneOf": [{ "required": ["all"], "properties": { "anyOf": false } }, { "required": ["anyOf"], "properties": { "all": false } }] }], "examples": [[{ "key": "cosign.pub" }], { "anyOf": [{ "key": "a.pub" }, { "key": "b.pub" }] }], "x-expected": "a list of signers, or a mapping with all or anyOf" }, "referrers": { "title": "Referrers", "description": "Kinds of signatures, SBOMs and attestations that the image must have in the environment it comes from.", "anyOf": [{ "$ref": "#/$defs/referrerKinds" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "$ref": "#/$defs/referrerKinds" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of kinds, or a mapping with require" }], "examples": [["sbom", "provenance"]], "x-expected": "a list of kinds such as [sbom]" }, "platforms": { "title": "Platforms", "description": "Platforms that the image must have.", "anyOf": [{ "$ref": "#/$defs/platformNames" }, { "type": "object", "additionalProperties": false, "required": ["require"], "properties": { "require": { "$ref": "#/$defs/platformNames" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a list of platforms, or a mapping with require" }], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "labels": { "title": "Labels", "description": "Labels that the image must have, each with a value, a glob, or a list of them of which one must match. With appliesTo or overridable beside them, the labels go under match.", "type": "object", "minProperties": 1, "maxProperties": 66, "properties": { "match": { "$ref": "#/$defs/labelValues" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "additionalProperties": { "anyOf": [{ "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, "x-expected": "a list of values" }], "x-expected": "a value or glob, or a list of them" }, "dependentRequired": { "appliesTo": ["match"], "overridable": ["match"] }, "examples": [{ "org.opencontainers.image.source": "https://github.com/acme/*" }], "x-expected": "labels, each with a value, a glob or a list (below match, where appliesTo or overridable stand beside them)" }, "age": { "title": "Age", "description": "How old the image may be at most and must be at least, from its config's created.", "type": "object", "additionalProperties": false, "properties": { "most": { "$ref": "#/$defs/duration" }, "least": { "$ref": "#/$defs/duration" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with most or least", "examples": [{ "most": "30d", "least": "1h" }] }, "vulnerabilities": { "title": "Vulnerabilities", "description": "What a scanner's report about the image may say at most.", "type": "object", "additionalProperties": false, "required": ["report", "most"], "properties": { "report": { "title": "Report", "description": "The form of the scanner's report, also where an attestation holds it; in-toto is the list of in-toto's own predicate for vulnerabilities.", "enum": ["sarif", "trivy", "grype", "cyclonedx", "in-toto"], "x-expected": "sarif, trivy, grype, cyclonedx or in-toto" }, "file": { "title": "File", "description": "Where the report is, instead of attached to the image; {image}, {flat}, {name}, {digest} and {digest12} are filled in.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["reports/{flat}.sarif"], "x-expected": "the path of a file" }, "most": { "title": "Most", "description": "The most severe finding that is allowed.", "enum": ["none", "negligible", "low", "medium", "high", "critical"], "x-expected": "none, negligible, low, medium, high or critical" }, "maxAge": { "$ref": "#/$defs/duration" }, "except": { "title": "Exceptions", "description": "Findings that do not count, each until a date.", "type": "array", "maxItems": 1e3, "items": { "type": "object", "additionalProperties": false, "required": ["id", "until"], "properties": { "id": { "type": "string", "minLength": 1, "maxLength": 128, "x-expected": "an id such as CVE-2026-1" }, "until": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "x-expected": "a date such as 2027-01-31" }, "reason": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a reason" } }, "x-expected": "an exception with id and until" }, "x-expected": "a list of exceptions" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with report and most", "examples": [{ "report": "sarif", "most": "medium", "except": [{ "id": "CVE-2026-1", "until": "2027-01-31" }] }] }, "approvals": { "title": "Approvals", "description": "How many people must approve a plan before it is applied.", "type": "object", "additionalProperties": false, "required": ["count"], "properties": { "count": { "title": "Count", "description": "How many people must approve the plan.", "type": "integer", "minimum": 1, "maximum": 32, "x-expected": "a whole number from 1 to 32" }, "allowedSigners": { "title": "Allowed signers", "description": "A file of allowed signers, as ssh-keygen has it: only their signatures count.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "revoked": { "title": "Revoked keys", "description": "Keys that do not count any more: a revocation list of ssh-keygen, or public keys.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "selfApproval": { "title": "Self approval", "description": "Whether the plan's author counts.", "type": "boolean", "default": false, "x-expected": "true or false" }, "validFor": { "$ref": "#/$defs/duration" }, "unsigned": { "title": "Unsigned", "description": "Whether a name is enough, which anybody can set; needed where no allowed signers are named.", "enum": ["allow"], "x-expected": "allow" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "examples": [{ "count": 2, "allowedSigners": "signers", "validFor": "72h" }], "x-expected": "a mapping with count, and allowedSigners (a file) or unsigned: allow" }, "command": { "title": "Command", "description": "A program that decides: exit code 0 passes, any other denies.", "anyOf": [{ "$ref": "#/$defs/commandRule" }, { "type": "array", "minItems": 1, "maxItems": 32, "items": { "$ref": "#/$defs/commandRule" }, "x-expected": "a list of commands" }], "examples": [{ "run": ["./policy.sh", "{image}", "{digest}"], "timeout": "60s" }], "x-expected": "a command, or a list of them" } }, "examples": [{ "soak": "24h" }] }, "attest": { "title": "Attestations", "description": "What is signed and attached to each image after it was promoted to this environment.", "type": "object", "additionalProperties": false, "required": ["key"], "properties": { "key": { "title": "Key", "description": "The private key: a PEM file, or env:NAME for a variable of the environment that holds one (or base64 of it). Ed25519 or P-256. Never a key that images are signed with.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["attest.key", "env:ATTEST_KEY"], "x-expected": "the path of a file, or env:NAME" }, "password": { "title": "Password", "description": "The variable of the environment that has the password of an encrypted key: env:NAME.", "$ref": "#/$defs/variable" }, "as": { "title": "As", "description": "record: all that the ledger says of the promotion; summary: a SLSA verification summary, for admission policies.", "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": { "enum": ["record", "summary"], "x-expected": "record or summary" }, "default": ["record", "summary"], "examples": [["record"]], "x-expected": "a list of record and summary" }, "summaryKey": { "title": "Key of the summary", "description": "Another private key for the summary, as key has it; the same one unless given.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["env:SUMMARY_KEY"], "x-expected": "the path of a file, or env:NAME" }, "summaryPassword": { "title": "Password of the summary's key", "description": "The variable of the environment that has the password of summaryKey: env:NAME.", "$ref": "#/$defs/variable" }, "format": { "title": "Format", "description": "bundle: a Sigstore bundle that refers to the image, except where that would hide signatures under cosign's older tags. tag: always a layer under cosign's tag .att, for policies that do not read bundles.", "enum": ["bundle", "tag"], "default": "bundle", "examples": ["tag"], "x-expected": "bundle or tag" }, "verifier": { "title": "Verifier", "description": "The verifier that a summary names, as a URI; policies pin it.", "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$", "maxLength": 2048, "default": "urn:promote:verifier", "examples": ["https://acme.example/promote"], "x-expected": "a URI such as https://acme.example/promote" } }, "x-expected": "a mapping with key", "examples": [{ "key": "env:ATTEST_KEY", "as": ["record", "summary"] }] }, "onFailure": { "title": "After a failure", "description": "Whether tags that moved already are put back when a later one cannot be moved, or kept.", "enum": ["restore", "keep"], "default": "restore" }, "retain": { "title": "Retain", "description": "How many of the last promoted digests of each image are kept by tags promote-keep-\u2026, so that no garbage collection takes what a rollback needs.", "type": "integer", "minimum": 0, "maximum": 100, "default": 0 } } };
var schema33 = { "type": "string", "minLength": 1, "x-expected": "the name of an environment" };
var schema35 = { "type": "array", "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 255, "description": "signature, sbom, provenance, attestation, or an artifact type", "x-expected": "signature, sbom, provenance, attestation, or an artifact type such as application/spdx+json" } };
var schema37 = { "title": "Applies to", "description": "What the gate is asked about: promotions, rollbacks, or both.", "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": { "enum": ["promotion", "rollback"], "x-expected": "promotion or rollback" }, "default": ["promotion"], "examples": [["promotion", "rollback"]], "x-expected": "a list of promotion and rollback" };
var schema38 = { "title": "Overridable", "description": "Whether --override may pass this gate once, with a reason that is recorded.", "type": "boolean", "default": true, "x-expected": "true or false" };
var schema39 = { "type": "string", "pattern": "^[1-9][0-9]{0,5}(s|m|h|d|w)$", "x-expected": "a time such as 30m, 24h, 7d or 2w" };
var schema53 = { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "a platform such as linux/amd64" }, "x-expected": "a list of platforms" };
var schema57 = { "type": "object", "minProperties": 1, "maxProperties": 64, "additionalProperties": { "anyOf": [{ "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, { "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a value or a glob" }, "x-expected": "a list of values" }], "x-expected": "a value or glob, or a list of them" }, "x-expected": "labels, each with a value, a glob or a list (below match, where appliesTo or overridable stand beside them)" };
var schema74 = { "type": "string", "pattern": "^env:[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 256, "examples": ["env:ATTEST_PASSWORD"], "x-expected": "a variable of the environment: env:NAME" };
var func3 = Object.prototype.hasOwnProperty;
var func0 = require_equal().default;
var pattern5 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
var pattern6 = new RegExp("^[1-9][0-9]{0,5}(s|m|h|d|w)$", "u");
var pattern8 = new RegExp("^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "u");
var pattern13 = new RegExp("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "u");
var pattern17 = new RegExp("^env:[A-Za-z_][A-Za-z0-9_]*$", "u");
var pattern19 = new RegExp("^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$", "u");
var schema45 = { "type": "array", "minItems": 1, "maxItems": 32, "items": { "$ref": "#/$defs/signer" }, "x-expected": "a list of signers" };
var schema46 = { "type": "object", "additionalProperties": false, "properties": { "key": { "title": "Public key", "description": "A PEM file with a public key, as cosign writes it.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "identity": { "title": "Identity", "description": "The certificate's identity: an address or URL, or a regular expression (RE2) that matches all of it.", "type": "string", "minLength": 1, "maxLength": 2048, "x-expected": "an identity" }, "issuer": { "title": "Issuer", "description": "The issuer of the identity's token, exactly.", "type": "string", "minLength": 1, "maxLength": 2048, "x-expected": "the URL of an issuer" }, "trustedRoot": { "title": "Trusted root", "description": "A Sigstore trusted root (JSON): the certificate authorities and logs that are believed.", "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "the path of a file" }, "predicateType": { "title": "Predicate type", "description": "What must be attested, as an in-toto predicate type; a plain signature when nothing is said. Attestations never count as signatures.", "type": "string", "minLength": 1, "maxLength": 2048, "examples": ["https://slsa.dev/provenance/v1"], "x-expected": "a predicate type such as https://slsa.dev/provenance/v1" } }, "oneOf": [{ "required": ["key"], "properties": { "identity": false, "issuer": false, "trustedRoot": false } }, { "required": ["identity", "issuer", "trustedRoot"], "properties": { "key": false } }], "x-expected": "a signer: key, or identity with issuer and trustedRoot" };
function validate22(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate22.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (Array.isArray(data)) {
    if (data.length > 32) {
      const err0 = { instancePath, schemaPath: "#/maxItems", keyword: "maxItems", params: { limit: 32 }, message: "must NOT have more than 32 items", schema: 32, parentSchema: schema45, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.length < 1) {
      const err1 = { instancePath, schemaPath: "#/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema45, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    const len0 = data.length;
    for (let i0 = 0; i0 < len0; i0++) {
      let data0 = data[i0];
      const _errs4 = errors;
      let valid3 = false;
      let passing0 = null;
      const _errs5 = errors;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.key === void 0) {
          const err2 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/oneOf/0/required", keyword: "required", params: { missingProperty: "key" }, message: "must have required property 'key'", schema: schema46.oneOf[0].required, parentSchema: schema46.oneOf[0], data: data0 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.identity !== void 0) {
          const err3 = { instancePath: instancePath + "/" + i0 + "/identity", schemaPath: "#/$defs/signer/oneOf/0/properties/identity/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema46.oneOf[0].properties.identity, data: data0.identity };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (data0.issuer !== void 0) {
          const err4 = { instancePath: instancePath + "/" + i0 + "/issuer", schemaPath: "#/$defs/signer/oneOf/0/properties/issuer/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema46.oneOf[0].properties.issuer, data: data0.issuer };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
        if (data0.trustedRoot !== void 0) {
          const err5 = { instancePath: instancePath + "/" + i0 + "/trustedRoot", schemaPath: "#/$defs/signer/oneOf/0/properties/trustedRoot/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema46.oneOf[0].properties.trustedRoot, data: data0.trustedRoot };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
      }
      var _valid0 = _errs5 === errors;
      if (_valid0) {
        valid3 = true;
        passing0 = 0;
        var props0 = {};
        props0.identity = true;
        props0.issuer = true;
        props0.trustedRoot = true;
      }
      const _errs6 = errors;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.identity === void 0) {
          const err6 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/oneOf/1/required", keyword: "required", params: { missingProperty: "identity" }, message: "must have required property 'identity'", schema: schema46.oneOf[1].required, parentSchema: schema46.oneOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (data0.issuer === void 0) {
          const err7 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/oneOf/1/required", keyword: "required", params: { missingProperty: "issuer" }, message: "must have required property 'issuer'", schema: schema46.oneOf[1].required, parentSchema: schema46.oneOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (data0.trustedRoot === void 0) {
          const err8 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/oneOf/1/required", keyword: "required", params: { missingProperty: "trustedRoot" }, message: "must have required property 'trustedRoot'", schema: schema46.oneOf[1].required, parentSchema: schema46.oneOf[1], data: data0 };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
        if (data0.key !== void 0) {
          const err9 = { instancePath: instancePath + "/" + i0 + "/key", schemaPath: "#/$defs/signer/oneOf/1/properties/key/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema46.oneOf[1].properties.key, data: data0.key };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
      var _valid0 = _errs6 === errors;
      if (_valid0 && valid3) {
        valid3 = false;
        passing0 = [passing0, 1];
      } else {
        if (_valid0) {
          valid3 = true;
          passing0 = 1;
          if (props0 !== true) {
            props0 = props0 || {};
            props0.key = true;
          }
        }
      }
      if (!valid3) {
        const err10 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf", schema: schema46.oneOf, parentSchema: schema46, data: data0 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      } else {
        errors = _errs4;
        if (vErrors !== null) {
          if (_errs4) {
            vErrors.length = _errs4;
          } else {
            vErrors = null;
          }
        }
      }
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        for (const key0 in data0) {
          if (!(key0 === "key" || key0 === "identity" || key0 === "issuer" || key0 === "trustedRoot" || key0 === "predicateType")) {
            const err11 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema46, data: data0 };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        if (data0.key !== void 0) {
          let data5 = data0.key;
          if (typeof data5 === "string") {
            if (func1(data5) > 4096) {
              const err12 = { instancePath: instancePath + "/" + i0 + "/key", schemaPath: "#/$defs/signer/properties/key/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema46.properties.key, data: data5 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
            if (func1(data5) < 1) {
              const err13 = { instancePath: instancePath + "/" + i0 + "/key", schemaPath: "#/$defs/signer/properties/key/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema46.properties.key, data: data5 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
          } else {
            const err14 = { instancePath: instancePath + "/" + i0 + "/key", schemaPath: "#/$defs/signer/properties/key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema46.properties.key.type, parentSchema: schema46.properties.key, data: data5 };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
        if (data0.identity !== void 0) {
          let data6 = data0.identity;
          if (typeof data6 === "string") {
            if (func1(data6) > 2048) {
              const err15 = { instancePath: instancePath + "/" + i0 + "/identity", schemaPath: "#/$defs/signer/properties/identity/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters", schema: 2048, parentSchema: schema46.properties.identity, data: data6 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
            if (func1(data6) < 1) {
              const err16 = { instancePath: instancePath + "/" + i0 + "/identity", schemaPath: "#/$defs/signer/properties/identity/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema46.properties.identity, data: data6 };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = { instancePath: instancePath + "/" + i0 + "/identity", schemaPath: "#/$defs/signer/properties/identity/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema46.properties.identity.type, parentSchema: schema46.properties.identity, data: data6 };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data0.issuer !== void 0) {
          let data7 = data0.issuer;
          if (typeof data7 === "string") {
            if (func1(data7) > 2048) {
              const err18 = { instancePath: instancePath + "/" + i0 + "/issuer", schemaPath: "#/$defs/signer/properties/issuer/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters", schema: 2048, parentSchema: schema46.properties.issuer, data: data7 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
            if (func1(data7) < 1) {
              const err19 = { instancePath: instancePath + "/" + i0 + "/issuer", schemaPath: "#/$defs/signer/properties/issuer/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema46.properties.issuer, data: data7 };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
          } else {
            const err20 = { instancePath: instancePath + "/" + i0 + "/issuer", schemaPath: "#/$defs/signer/properties/issuer/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema46.properties.issuer.type, parentSchema: schema46.properties.issuer, data: data7 };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        if (data0.trustedRoot !== void 0) {
          let data8 = data0.trustedRoot;
          if (typeof data8 === "string") {
            if (func1(data8) > 4096) {
              const err21 = { instancePath: instancePath + "/" + i0 + "/trustedRoot", schemaPath: "#/$defs/signer/properties/trustedRoot/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema46.properties.trustedRoot, data: data8 };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
            if (func1(data8) < 1) {
              const err22 = { instancePath: instancePath + "/" + i0 + "/trustedRoot", schemaPath: "#/$defs/signer/properties/trustedRoot/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema46.properties.trustedRoot, data: data8 };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
          } else {
            const err23 = { instancePath: instancePath + "/" + i0 + "/trustedRoot", schemaPath: "#/$defs/signer/properties/trustedRoot/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema46.properties.trustedRoot.type, parentSchema: schema46.properties.trustedRoot, data: data8 };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
        if (data0.predicateType !== void 0) {
          let data9 = data0.predicateType;
          if (typeof data9 === "string") {
            if (func1(data9) > 2048) {
              const err24 = { instancePath: instancePath + "/" + i0 + "/predicateType", schemaPath: "#/$defs/signer/properties/predicateType/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters", schema: 2048, parentSchema: schema46.properties.predicateType, data: data9 };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            if (func1(data9) < 1) {
              const err25 = { instancePath: instancePath + "/" + i0 + "/predicateType", schemaPath: "#/$defs/signer/properties/predicateType/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema46.properties.predicateType, data: data9 };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          } else {
            const err26 = { instancePath: instancePath + "/" + i0 + "/predicateType", schemaPath: "#/$defs/signer/properties/predicateType/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema46.properties.predicateType.type, parentSchema: schema46.properties.predicateType, data: data9 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
      } else {
        const err27 = { instancePath: instancePath + "/" + i0, schemaPath: "#/$defs/signer/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema46.type, parentSchema: schema46, data: data0 };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
  } else {
    const err28 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema45.type, parentSchema: schema45, data };
    if (vErrors === null) {
      vErrors = [err28];
    } else {
      vErrors.push(err28);
    }
    errors++;
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { "items": true, "dynamicProps": false, "dynamicItems": false };
var schema70 = { "type": "object", "additionalProperties": false, "required": ["run"], "properties": { "run": { "title": "Run", "description": "The program and its arguments; {image}, {tag}, {digest}, {source}, {destination}, {from} and {to} are filled in. No shell.", "type": "array", "minItems": 1, "maxItems": 256, "items": { "type": "string", "maxLength": 8192, "x-expected": "an argument" }, "x-expected": "a list: a program and its arguments" }, "name": { "title": "Name", "description": "What messages call it; the program's name unless given.", "type": "string", "minLength": 1, "maxLength": 64, "x-expected": "a name" }, "shell": { "title": "Shell", "description": 'Whether run begins with a text that sh reads; in it values are variables such as "$PROMOTE_DIGEST", and what follows it is $1, $2 and so on.', "type": "boolean", "default": false, "x-expected": "true or false" }, "env": { "title": "Variables", "description": "Names of variables of the environment that the program gets beside PATH, HOME and others that every program gets. Their values are hidden in what it prints.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$", "maxLength": 128, "x-expected": "the name of a variable" }, "default": [], "examples": [["POLICY_URL"]], "x-expected": "a list of names of variables" }, "timeout": { "$ref": "#/$defs/duration" }, "appliesTo": { "$ref": "#/$defs/appliesTo" }, "overridable": { "$ref": "#/$defs/overridable" } }, "x-expected": "a mapping with run" };
var pattern15 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");
function validate26(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate26.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.run === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "run" }, message: "must have required property 'run'", schema: schema70.required, parentSchema: schema70, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "run" || key0 === "name" || key0 === "shell" || key0 === "env" || key0 === "timeout" || key0 === "appliesTo" || key0 === "overridable")) {
        const err1 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema70, data };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.run !== void 0) {
      let data0 = data.run;
      if (Array.isArray(data0)) {
        if (data0.length > 256) {
          const err2 = { instancePath: instancePath + "/run", schemaPath: "#/properties/run/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema70.properties.run, data: data0 };
          if (vErrors === null) {
            vErrors = [err2];
          } else {
            vErrors.push(err2);
          }
          errors++;
        }
        if (data0.length < 1) {
          const err3 = { instancePath: instancePath + "/run", schemaPath: "#/properties/run/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema70.properties.run, data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        const len0 = data0.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data1 = data0[i0];
          if (typeof data1 === "string") {
            if (func1(data1) > 8192) {
              const err4 = { instancePath: instancePath + "/run/" + i0, schemaPath: "#/properties/run/items/maxLength", keyword: "maxLength", params: { limit: 8192 }, message: "must NOT have more than 8192 characters", schema: 8192, parentSchema: schema70.properties.run.items, data: data1 };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
          } else {
            const err5 = { instancePath: instancePath + "/run/" + i0, schemaPath: "#/properties/run/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema70.properties.run.items.type, parentSchema: schema70.properties.run.items, data: data1 };
            if (vErrors === null) {
              vErrors = [err5];
            } else {
              vErrors.push(err5);
            }
            errors++;
          }
        }
      } else {
        const err6 = { instancePath: instancePath + "/run", schemaPath: "#/properties/run/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema70.properties.run.type, parentSchema: schema70.properties.run, data: data0 };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.name !== void 0) {
      let data2 = data.name;
      if (typeof data2 === "string") {
        if (func1(data2) > 64) {
          const err7 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema70.properties.name, data: data2 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
        if (func1(data2) < 1) {
          const err8 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema70.properties.name, data: data2 };
          if (vErrors === null) {
            vErrors = [err8];
          } else {
            vErrors.push(err8);
          }
          errors++;
        }
      } else {
        const err9 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema70.properties.name.type, parentSchema: schema70.properties.name, data: data2 };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.shell !== void 0) {
      let data3 = data.shell;
      if (typeof data3 !== "boolean") {
        const err10 = { instancePath: instancePath + "/shell", schemaPath: "#/properties/shell/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema70.properties.shell.type, parentSchema: schema70.properties.shell, data: data3 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.env !== void 0) {
      let data4 = data.env;
      if (Array.isArray(data4)) {
        if (data4.length > 64) {
          const err11 = { instancePath: instancePath + "/env", schemaPath: "#/properties/env/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema70.properties.env, data: data4 };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        const len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data5 = data4[i1];
          if (typeof data5 === "string") {
            if (func1(data5) > 128) {
              const err12 = { instancePath: instancePath + "/env/" + i1, schemaPath: "#/properties/env/items/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters", schema: 128, parentSchema: schema70.properties.env.items, data: data5 };
              if (vErrors === null) {
                vErrors = [err12];
              } else {
                vErrors.push(err12);
              }
              errors++;
            }
            if (!pattern15.test(data5)) {
              const err13 = { instancePath: instancePath + "/env/" + i1, schemaPath: "#/properties/env/items/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" }, message: 'must match pattern "^[A-Za-z_][A-Za-z0-9_]*$"', schema: "^[A-Za-z_][A-Za-z0-9_]*$", parentSchema: schema70.properties.env.items, data: data5 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
          } else {
            const err14 = { instancePath: instancePath + "/env/" + i1, schemaPath: "#/properties/env/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema70.properties.env.items.type, parentSchema: schema70.properties.env.items, data: data5 };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
      } else {
        const err15 = { instancePath: instancePath + "/env", schemaPath: "#/properties/env/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema70.properties.env.type, parentSchema: schema70.properties.env, data: data4 };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
    }
    if (data.timeout !== void 0) {
      let data6 = data.timeout;
      if (typeof data6 === "string") {
        if (!pattern6.test(data6)) {
          const err16 = { instancePath: instancePath + "/timeout", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data6 };
          if (vErrors === null) {
            vErrors = [err16];
          } else {
            vErrors.push(err16);
          }
          errors++;
        }
      } else {
        const err17 = { instancePath: instancePath + "/timeout", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data6 };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
    if (data.appliesTo !== void 0) {
      let data7 = data.appliesTo;
      if (Array.isArray(data7)) {
        if (data7.length > 2) {
          const err18 = { instancePath: instancePath + "/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data7 };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        if (data7.length < 1) {
          const err19 = { instancePath: instancePath + "/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data7 };
          if (vErrors === null) {
            vErrors = [err19];
          } else {
            vErrors.push(err19);
          }
          errors++;
        }
        const len2 = data7.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data8 = data7[i2];
          if (!(data8 === "promotion" || data8 === "rollback")) {
            const err20 = { instancePath: instancePath + "/appliesTo/" + i2, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data8 };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        let i3 = data7.length;
        let j0;
        if (i3 > 1) {
          outer0:
            for (; i3--; ) {
              for (j0 = i3; j0--; ) {
                if (func0(data7[i3], data7[j0])) {
                  const err21 = { instancePath: instancePath + "/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i3, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i3 + " are identical)", schema: true, parentSchema: schema37, data: data7 };
                  if (vErrors === null) {
                    vErrors = [err21];
                  } else {
                    vErrors.push(err21);
                  }
                  errors++;
                  break outer0;
                }
              }
            }
        }
      } else {
        const err22 = { instancePath: instancePath + "/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data7 };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.overridable !== void 0) {
      let data9 = data.overridable;
      if (typeof data9 !== "boolean") {
        const err23 = { instancePath: instancePath + "/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data9 };
        if (vErrors === null) {
          vErrors = [err23];
        } else {
          vErrors.push(err23);
        }
        errors++;
      }
    }
  } else {
    const err24 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema70.type, parentSchema: schema70, data };
    if (vErrors === null) {
      vErrors = [err24];
    } else {
      vErrors.push(err24);
    }
    errors++;
  }
  validate26.errors = vErrors;
  return errors === 0;
}
validate26.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
function validate21(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate21.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema32.required, parentSchema: schema32, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.repository === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "repository" }, message: "must have required property 'repository'", schema: schema32.required, parentSchema: schema32, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func3.call(schema32.properties, key0)) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32, data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 === "string") {
        if (func1(data0) > 64) {
          const err3 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema32.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern5.test(data0)) {
          const err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9][a-z0-9-]*$" }, message: 'must match pattern "^[a-z0-9][a-z0-9-]*$"', schema: "^[a-z0-9][a-z0-9-]*$", parentSchema: schema32.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.name.type, parentSchema: schema32.properties.name, data: data0 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.repository !== void 0) {
      let data1 = data.repository;
      if (typeof data1 === "string") {
        if (func1(data1) > 4096) {
          const err6 = { instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.repository, data: data1 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err7 = { instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.repository, data: data1 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.repository.type, parentSchema: schema32.properties.repository, data: data1 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.from !== void 0) {
      let data2 = data.from;
      const _errs7 = errors;
      let valid1 = false;
      const _errs8 = errors;
      if (typeof data2 === "string") {
        if (func1(data2) < 1) {
          const err9 = { instancePath: instancePath + "/from", schemaPath: "#/$defs/environmentName/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema33, data: data2 };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      } else {
        const err10 = { instancePath: instancePath + "/from", schemaPath: "#/$defs/environmentName/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema33.type, parentSchema: schema33, data: data2 };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
      var _valid0 = _errs8 === errors;
      valid1 = valid1 || _valid0;
      const _errs11 = errors;
      if (Array.isArray(data2)) {
        if (data2.length > 100) {
          const err11 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 100 }, message: "must NOT have more than 100 items", schema: 100, parentSchema: schema32.properties.from.anyOf[1], data: data2 };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data2.length < 1) {
          const err12 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.from.anyOf[1], data: data2 };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (typeof data3 === "string") {
            if (func1(data3) < 1) {
              const err13 = { instancePath: instancePath + "/from/" + i0, schemaPath: "#/$defs/environmentName/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema33, data: data3 };
              if (vErrors === null) {
                vErrors = [err13];
              } else {
                vErrors.push(err13);
              }
              errors++;
            }
          } else {
            const err14 = { instancePath: instancePath + "/from/" + i0, schemaPath: "#/$defs/environmentName/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema33.type, parentSchema: schema33, data: data3 };
            if (vErrors === null) {
              vErrors = [err14];
            } else {
              vErrors.push(err14);
            }
            errors++;
          }
        }
      } else {
        const err15 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.from.anyOf[1].type, parentSchema: schema32.properties.from.anyOf[1], data: data2 };
        if (vErrors === null) {
          vErrors = [err15];
        } else {
          vErrors.push(err15);
        }
        errors++;
      }
      var _valid0 = _errs11 === errors;
      valid1 = valid1 || _valid0;
      if (!valid1) {
        const err16 = { instancePath: instancePath + "/from", schemaPath: "#/properties/from/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.from.anyOf, parentSchema: schema32.properties.from, data: data2 };
        if (vErrors === null) {
          vErrors = [err16];
        } else {
          vErrors.push(err16);
        }
        errors++;
      } else {
        errors = _errs7;
        if (vErrors !== null) {
          if (_errs7) {
            vErrors.length = _errs7;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.tags !== void 0) {
      let data4 = data.tags;
      if (Array.isArray(data4)) {
        if (data4.length > 64) {
          const err17 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema32.properties.tags, data: data4 };
          if (vErrors === null) {
            vErrors = [err17];
          } else {
            vErrors.push(err17);
          }
          errors++;
        }
        if (data4.length < 1) {
          const err18 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.tags, data: data4 };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
        }
        const len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data5 = data4[i1];
          if (typeof data5 === "string") {
            if (func1(data5) > 512) {
              const err19 = { instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/maxLength", keyword: "maxLength", params: { limit: 512 }, message: "must NOT have more than 512 characters", schema: 512, parentSchema: schema32.properties.tags.items, data: data5 };
              if (vErrors === null) {
                vErrors = [err19];
              } else {
                vErrors.push(err19);
              }
              errors++;
            }
            if (func1(data5) < 1) {
              const err20 = { instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.tags.items, data: data5 };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          } else {
            const err21 = { instancePath: instancePath + "/tags/" + i1, schemaPath: "#/properties/tags/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.tags.items.type, parentSchema: schema32.properties.tags.items, data: data5 };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
      } else {
        const err22 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.tags.type, parentSchema: schema32.properties.tags, data: data4 };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      }
    }
    if (data.immutable !== void 0) {
      let data6 = data.immutable;
      if (Array.isArray(data6)) {
        if (data6.length > 256) {
          const err23 = { instancePath: instancePath + "/immutable", schemaPath: "#/properties/immutable/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema32.properties.immutable, data: data6 };
          if (vErrors === null) {
            vErrors = [err23];
          } else {
            vErrors.push(err23);
          }
          errors++;
        }
        const len2 = data6.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data7 = data6[i2];
          if (typeof data7 === "string") {
            if (func1(data7) > 256) {
              const err24 = { instancePath: instancePath + "/immutable/" + i2, schemaPath: "#/properties/immutable/items/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema32.properties.immutable.items, data: data7 };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
            if (func1(data7) < 1) {
              const err25 = { instancePath: instancePath + "/immutable/" + i2, schemaPath: "#/properties/immutable/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.immutable.items, data: data7 };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          } else {
            const err26 = { instancePath: instancePath + "/immutable/" + i2, schemaPath: "#/properties/immutable/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.immutable.items.type, parentSchema: schema32.properties.immutable.items, data: data7 };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
      } else {
        const err27 = { instancePath: instancePath + "/immutable", schemaPath: "#/properties/immutable/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.immutable.type, parentSchema: schema32.properties.immutable, data: data6 };
        if (vErrors === null) {
          vErrors = [err27];
        } else {
          vErrors.push(err27);
        }
        errors++;
      }
    }
    if (data.confirm !== void 0) {
      let data8 = data.confirm;
      if (typeof data8 !== "boolean") {
        const err28 = { instancePath: instancePath + "/confirm", schemaPath: "#/properties/confirm/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema32.properties.confirm.type, parentSchema: schema32.properties.confirm, data: data8 };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.referrers !== void 0) {
      let data9 = data.referrers;
      if (data9 && typeof data9 == "object" && !Array.isArray(data9)) {
        for (const key1 in data9) {
          if (!(key1 === "copy" || key1 === "require")) {
            const err29 = { instancePath: instancePath + "/referrers", schemaPath: "#/properties/referrers/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.referrers, data: data9 };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
        if (data9.copy !== void 0) {
          let data10 = data9.copy;
          const _errs30 = errors;
          let valid11 = false;
          const _errs31 = errors;
          if (!(data10 === "all" || data10 === "none")) {
            const err30 = { instancePath: instancePath + "/referrers/copy", schemaPath: "#/properties/referrers/properties/copy/anyOf/0/enum", keyword: "enum", params: { allowedValues: schema32.properties.referrers.properties.copy.anyOf[0].enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.referrers.properties.copy.anyOf[0].enum, parentSchema: schema32.properties.referrers.properties.copy.anyOf[0], data: data10 };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
          var _valid1 = _errs31 === errors;
          valid11 = valid11 || _valid1;
          const _errs32 = errors;
          if (Array.isArray(data10)) {
            if (data10.length > 64) {
              const err31 = { instancePath: instancePath + "/referrers/copy", schemaPath: "#/$defs/referrerKinds/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema35, data: data10 };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            const len3 = data10.length;
            for (let i3 = 0; i3 < len3; i3++) {
              let data11 = data10[i3];
              if (typeof data11 === "string") {
                if (func1(data11) > 255) {
                  const err32 = { instancePath: instancePath + "/referrers/copy/" + i3, schemaPath: "#/$defs/referrerKinds/items/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema35.items, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err32];
                  } else {
                    vErrors.push(err32);
                  }
                  errors++;
                }
                if (func1(data11) < 1) {
                  const err33 = { instancePath: instancePath + "/referrers/copy/" + i3, schemaPath: "#/$defs/referrerKinds/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema35.items, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err33];
                  } else {
                    vErrors.push(err33);
                  }
                  errors++;
                }
              } else {
                const err34 = { instancePath: instancePath + "/referrers/copy/" + i3, schemaPath: "#/$defs/referrerKinds/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema35.items.type, parentSchema: schema35.items, data: data11 };
                if (vErrors === null) {
                  vErrors = [err34];
                } else {
                  vErrors.push(err34);
                }
                errors++;
              }
            }
          } else {
            const err35 = { instancePath: instancePath + "/referrers/copy", schemaPath: "#/$defs/referrerKinds/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema35.type, parentSchema: schema35, data: data10 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          }
          var _valid1 = _errs32 === errors;
          valid11 = valid11 || _valid1;
          if (!valid11) {
            const err36 = { instancePath: instancePath + "/referrers/copy", schemaPath: "#/properties/referrers/properties/copy/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.referrers.properties.copy.anyOf, parentSchema: schema32.properties.referrers.properties.copy, data: data10 };
            if (vErrors === null) {
              vErrors = [err36];
            } else {
              vErrors.push(err36);
            }
            errors++;
          } else {
            errors = _errs30;
            if (vErrors !== null) {
              if (_errs30) {
                vErrors.length = _errs30;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data9.require !== void 0) {
          let data12 = data9.require;
          if (Array.isArray(data12)) {
            if (data12.length > 64) {
              const err37 = { instancePath: instancePath + "/referrers/require", schemaPath: "#/$defs/referrerKinds/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema35, data: data12 };
              if (vErrors === null) {
                vErrors = [err37];
              } else {
                vErrors.push(err37);
              }
              errors++;
            }
            const len4 = data12.length;
            for (let i4 = 0; i4 < len4; i4++) {
              let data13 = data12[i4];
              if (typeof data13 === "string") {
                if (func1(data13) > 255) {
                  const err38 = { instancePath: instancePath + "/referrers/require/" + i4, schemaPath: "#/$defs/referrerKinds/items/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema35.items, data: data13 };
                  if (vErrors === null) {
                    vErrors = [err38];
                  } else {
                    vErrors.push(err38);
                  }
                  errors++;
                }
                if (func1(data13) < 1) {
                  const err39 = { instancePath: instancePath + "/referrers/require/" + i4, schemaPath: "#/$defs/referrerKinds/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema35.items, data: data13 };
                  if (vErrors === null) {
                    vErrors = [err39];
                  } else {
                    vErrors.push(err39);
                  }
                  errors++;
                }
              } else {
                const err40 = { instancePath: instancePath + "/referrers/require/" + i4, schemaPath: "#/$defs/referrerKinds/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema35.items.type, parentSchema: schema35.items, data: data13 };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
          } else {
            const err41 = { instancePath: instancePath + "/referrers/require", schemaPath: "#/$defs/referrerKinds/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema35.type, parentSchema: schema35, data: data12 };
            if (vErrors === null) {
              vErrors = [err41];
            } else {
              vErrors.push(err41);
            }
            errors++;
          }
        }
      } else {
        const err42 = { instancePath: instancePath + "/referrers", schemaPath: "#/properties/referrers/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.referrers.type, parentSchema: schema32.properties.referrers, data: data9 };
        if (vErrors === null) {
          vErrors = [err42];
        } else {
          vErrors.push(err42);
        }
        errors++;
      }
    }
    if (data.gates !== void 0) {
      let data14 = data.gates;
      if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
        for (const key2 in data14) {
          if (!func3.call(schema32.properties.gates.properties, key2)) {
            const err43 = { instancePath: instancePath + "/gates", schemaPath: "#/properties/gates/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates, data: data14 };
            if (vErrors === null) {
              vErrors = [err43];
            } else {
              vErrors.push(err43);
            }
            errors++;
          }
        }
        if (data14.order !== void 0) {
          let data15 = data14.order;
          const _errs46 = errors;
          let valid19 = false;
          const _errs47 = errors;
          if (!(data15 === "present" || data15 === "ledger")) {
            const err44 = { instancePath: instancePath + "/gates/order", schemaPath: "#/properties/gates/properties/order/anyOf/0/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.order.anyOf[0].enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.order.anyOf[0].enum, parentSchema: schema32.properties.gates.properties.order.anyOf[0], data: data15 };
            if (vErrors === null) {
              vErrors = [err44];
            } else {
              vErrors.push(err44);
            }
            errors++;
          }
          var _valid2 = _errs47 === errors;
          valid19 = valid19 || _valid2;
          const _errs48 = errors;
          if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
            if (data15.require === void 0) {
              const err45 = { instancePath: instancePath + "/gates/order", schemaPath: "#/properties/gates/properties/order/anyOf/1/required", keyword: "required", params: { missingProperty: "require" }, message: "must have required property 'require'", schema: schema32.properties.gates.properties.order.anyOf[1].required, parentSchema: schema32.properties.gates.properties.order.anyOf[1], data: data15 };
              if (vErrors === null) {
                vErrors = [err45];
              } else {
                vErrors.push(err45);
              }
              errors++;
            }
            for (const key3 in data15) {
              if (!(key3 === "require" || key3 === "appliesTo" || key3 === "overridable")) {
                const err46 = { instancePath: instancePath + "/gates/order", schemaPath: "#/properties/gates/properties/order/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.order.anyOf[1], data: data15 };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
            if (data15.require !== void 0) {
              let data16 = data15.require;
              if (!(data16 === "present" || data16 === "ledger")) {
                const err47 = { instancePath: instancePath + "/gates/order/require", schemaPath: "#/properties/gates/properties/order/anyOf/1/properties/require/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.order.anyOf[1].properties.require.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.order.anyOf[1].properties.require.enum, parentSchema: schema32.properties.gates.properties.order.anyOf[1].properties.require, data: data16 };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data15.appliesTo !== void 0) {
              let data17 = data15.appliesTo;
              if (Array.isArray(data17)) {
                if (data17.length > 2) {
                  const err48 = { instancePath: instancePath + "/gates/order/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data17 };
                  if (vErrors === null) {
                    vErrors = [err48];
                  } else {
                    vErrors.push(err48);
                  }
                  errors++;
                }
                if (data17.length < 1) {
                  const err49 = { instancePath: instancePath + "/gates/order/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data17 };
                  if (vErrors === null) {
                    vErrors = [err49];
                  } else {
                    vErrors.push(err49);
                  }
                  errors++;
                }
                const len5 = data17.length;
                for (let i5 = 0; i5 < len5; i5++) {
                  let data18 = data17[i5];
                  if (!(data18 === "promotion" || data18 === "rollback")) {
                    const err50 = { instancePath: instancePath + "/gates/order/appliesTo/" + i5, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data18 };
                    if (vErrors === null) {
                      vErrors = [err50];
                    } else {
                      vErrors.push(err50);
                    }
                    errors++;
                  }
                }
                let i6 = data17.length;
                let j0;
                if (i6 > 1) {
                  outer0:
                    for (; i6--; ) {
                      for (j0 = i6; j0--; ) {
                        if (func0(data17[i6], data17[j0])) {
                          const err51 = { instancePath: instancePath + "/gates/order/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i6, j: j0 }, message: "must NOT have duplicate items (items ## " + j0 + " and " + i6 + " are identical)", schema: true, parentSchema: schema37, data: data17 };
                          if (vErrors === null) {
                            vErrors = [err51];
                          } else {
                            vErrors.push(err51);
                          }
                          errors++;
                          break outer0;
                        }
                      }
                    }
                }
              } else {
                const err52 = { instancePath: instancePath + "/gates/order/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data17 };
                if (vErrors === null) {
                  vErrors = [err52];
                } else {
                  vErrors.push(err52);
                }
                errors++;
              }
            }
            if (data15.overridable !== void 0) {
              let data19 = data15.overridable;
              if (typeof data19 !== "boolean") {
                const err53 = { instancePath: instancePath + "/gates/order/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data19 };
                if (vErrors === null) {
                  vErrors = [err53];
                } else {
                  vErrors.push(err53);
                }
                errors++;
              }
            }
          } else {
            const err54 = { instancePath: instancePath + "/gates/order", schemaPath: "#/properties/gates/properties/order/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.order.anyOf[1].type, parentSchema: schema32.properties.gates.properties.order.anyOf[1], data: data15 };
            if (vErrors === null) {
              vErrors = [err54];
            } else {
              vErrors.push(err54);
            }
            errors++;
          }
          var _valid2 = _errs48 === errors;
          valid19 = valid19 || _valid2;
          if (!valid19) {
            const err55 = { instancePath: instancePath + "/gates/order", schemaPath: "#/properties/gates/properties/order/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.order.anyOf, parentSchema: schema32.properties.gates.properties.order, data: data15 };
            if (vErrors === null) {
              vErrors = [err55];
            } else {
              vErrors.push(err55);
            }
            errors++;
          } else {
            errors = _errs46;
            if (vErrors !== null) {
              if (_errs46) {
                vErrors.length = _errs46;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data14.soak !== void 0) {
          let data20 = data14.soak;
          const _errs60 = errors;
          let valid26 = false;
          const _errs61 = errors;
          if (typeof data20 === "string") {
            if (!pattern6.test(data20)) {
              const err56 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data20 };
              if (vErrors === null) {
                vErrors = [err56];
              } else {
                vErrors.push(err56);
              }
              errors++;
            }
          } else {
            const err57 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data20 };
            if (vErrors === null) {
              vErrors = [err57];
            } else {
              vErrors.push(err57);
            }
            errors++;
          }
          var _valid3 = _errs61 === errors;
          valid26 = valid26 || _valid3;
          const _errs64 = errors;
          if (data20 && typeof data20 == "object" && !Array.isArray(data20)) {
            if (data20.for === void 0) {
              const err58 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/properties/gates/properties/soak/anyOf/1/required", keyword: "required", params: { missingProperty: "for" }, message: "must have required property 'for'", schema: schema32.properties.gates.properties.soak.anyOf[1].required, parentSchema: schema32.properties.gates.properties.soak.anyOf[1], data: data20 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
            for (const key4 in data20) {
              if (!(key4 === "for" || key4 === "since" || key4 === "appliesTo" || key4 === "overridable")) {
                const err59 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/properties/gates/properties/soak/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.soak.anyOf[1], data: data20 };
                if (vErrors === null) {
                  vErrors = [err59];
                } else {
                  vErrors.push(err59);
                }
                errors++;
              }
            }
            if (data20.for !== void 0) {
              let data21 = data20.for;
              if (typeof data21 === "string") {
                if (!pattern6.test(data21)) {
                  const err60 = { instancePath: instancePath + "/gates/soak/for", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data21 };
                  if (vErrors === null) {
                    vErrors = [err60];
                  } else {
                    vErrors.push(err60);
                  }
                  errors++;
                }
              } else {
                const err61 = { instancePath: instancePath + "/gates/soak/for", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data21 };
                if (vErrors === null) {
                  vErrors = [err61];
                } else {
                  vErrors.push(err61);
                }
                errors++;
              }
            }
            if (data20.since !== void 0) {
              let data22 = data20.since;
              if (!(data22 === "outcome" || data22 === "created")) {
                const err62 = { instancePath: instancePath + "/gates/soak/since", schemaPath: "#/properties/gates/properties/soak/anyOf/1/properties/since/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.soak.anyOf[1].properties.since.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.soak.anyOf[1].properties.since.enum, parentSchema: schema32.properties.gates.properties.soak.anyOf[1].properties.since, data: data22 };
                if (vErrors === null) {
                  vErrors = [err62];
                } else {
                  vErrors.push(err62);
                }
                errors++;
              }
            }
            if (data20.appliesTo !== void 0) {
              let data23 = data20.appliesTo;
              if (Array.isArray(data23)) {
                if (data23.length > 2) {
                  const err63 = { instancePath: instancePath + "/gates/soak/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data23 };
                  if (vErrors === null) {
                    vErrors = [err63];
                  } else {
                    vErrors.push(err63);
                  }
                  errors++;
                }
                if (data23.length < 1) {
                  const err64 = { instancePath: instancePath + "/gates/soak/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data23 };
                  if (vErrors === null) {
                    vErrors = [err64];
                  } else {
                    vErrors.push(err64);
                  }
                  errors++;
                }
                const len6 = data23.length;
                for (let i7 = 0; i7 < len6; i7++) {
                  let data24 = data23[i7];
                  if (!(data24 === "promotion" || data24 === "rollback")) {
                    const err65 = { instancePath: instancePath + "/gates/soak/appliesTo/" + i7, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data24 };
                    if (vErrors === null) {
                      vErrors = [err65];
                    } else {
                      vErrors.push(err65);
                    }
                    errors++;
                  }
                }
                let i8 = data23.length;
                let j1;
                if (i8 > 1) {
                  outer1:
                    for (; i8--; ) {
                      for (j1 = i8; j1--; ) {
                        if (func0(data23[i8], data23[j1])) {
                          const err66 = { instancePath: instancePath + "/gates/soak/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i8, j: j1 }, message: "must NOT have duplicate items (items ## " + j1 + " and " + i8 + " are identical)", schema: true, parentSchema: schema37, data: data23 };
                          if (vErrors === null) {
                            vErrors = [err66];
                          } else {
                            vErrors.push(err66);
                          }
                          errors++;
                          break outer1;
                        }
                      }
                    }
                }
              } else {
                const err67 = { instancePath: instancePath + "/gates/soak/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data23 };
                if (vErrors === null) {
                  vErrors = [err67];
                } else {
                  vErrors.push(err67);
                }
                errors++;
              }
            }
            if (data20.overridable !== void 0) {
              let data25 = data20.overridable;
              if (typeof data25 !== "boolean") {
                const err68 = { instancePath: instancePath + "/gates/soak/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data25 };
                if (vErrors === null) {
                  vErrors = [err68];
                } else {
                  vErrors.push(err68);
                }
                errors++;
              }
            }
          } else {
            const err69 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/properties/gates/properties/soak/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.soak.anyOf[1].type, parentSchema: schema32.properties.gates.properties.soak.anyOf[1], data: data20 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
          var _valid3 = _errs64 === errors;
          valid26 = valid26 || _valid3;
          if (!valid26) {
            const err70 = { instancePath: instancePath + "/gates/soak", schemaPath: "#/properties/gates/properties/soak/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.soak.anyOf, parentSchema: schema32.properties.gates.properties.soak, data: data20 };
            if (vErrors === null) {
              vErrors = [err70];
            } else {
              vErrors.push(err70);
            }
            errors++;
          } else {
            errors = _errs60;
            if (vErrors !== null) {
              if (_errs60) {
                vErrors.length = _errs60;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data14.freeze !== void 0) {
          let data26 = data14.freeze;
          if (data26 && typeof data26 == "object" && !Array.isArray(data26)) {
            if (data26.timezone === void 0) {
              const err71 = { instancePath: instancePath + "/gates/freeze", schemaPath: "#/properties/gates/properties/freeze/required", keyword: "required", params: { missingProperty: "timezone" }, message: "must have required property 'timezone'", schema: schema32.properties.gates.properties.freeze.required, parentSchema: schema32.properties.gates.properties.freeze, data: data26 };
              if (vErrors === null) {
                vErrors = [err71];
              } else {
                vErrors.push(err71);
              }
              errors++;
            }
            if (data26.windows === void 0) {
              const err72 = { instancePath: instancePath + "/gates/freeze", schemaPath: "#/properties/gates/properties/freeze/required", keyword: "required", params: { missingProperty: "windows" }, message: "must have required property 'windows'", schema: schema32.properties.gates.properties.freeze.required, parentSchema: schema32.properties.gates.properties.freeze, data: data26 };
              if (vErrors === null) {
                vErrors = [err72];
              } else {
                vErrors.push(err72);
              }
              errors++;
            }
            for (const key5 in data26) {
              if (!(key5 === "timezone" || key5 === "windows" || key5 === "appliesTo" || key5 === "overridable")) {
                const err73 = { instancePath: instancePath + "/gates/freeze", schemaPath: "#/properties/gates/properties/freeze/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.freeze, data: data26 };
                if (vErrors === null) {
                  vErrors = [err73];
                } else {
                  vErrors.push(err73);
                }
                errors++;
              }
            }
            if (data26.timezone !== void 0) {
              let data27 = data26.timezone;
              if (typeof data27 === "string") {
                if (func1(data27) > 64) {
                  const err74 = { instancePath: instancePath + "/gates/freeze/timezone", schemaPath: "#/properties/gates/properties/freeze/properties/timezone/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema32.properties.gates.properties.freeze.properties.timezone, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err74];
                  } else {
                    vErrors.push(err74);
                  }
                  errors++;
                }
                if (func1(data27) < 1) {
                  const err75 = { instancePath: instancePath + "/gates/freeze/timezone", schemaPath: "#/properties/gates/properties/freeze/properties/timezone/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.freeze.properties.timezone, data: data27 };
                  if (vErrors === null) {
                    vErrors = [err75];
                  } else {
                    vErrors.push(err75);
                  }
                  errors++;
                }
              } else {
                const err76 = { instancePath: instancePath + "/gates/freeze/timezone", schemaPath: "#/properties/gates/properties/freeze/properties/timezone/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.freeze.properties.timezone.type, parentSchema: schema32.properties.gates.properties.freeze.properties.timezone, data: data27 };
                if (vErrors === null) {
                  vErrors = [err76];
                } else {
                  vErrors.push(err76);
                }
                errors++;
              }
            }
            if (data26.windows !== void 0) {
              let data28 = data26.windows;
              if (Array.isArray(data28)) {
                if (data28.length > 256) {
                  const err77 = { instancePath: instancePath + "/gates/freeze/windows", schemaPath: "#/properties/gates/properties/freeze/properties/windows/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema32.properties.gates.properties.freeze.properties.windows, data: data28 };
                  if (vErrors === null) {
                    vErrors = [err77];
                  } else {
                    vErrors.push(err77);
                  }
                  errors++;
                }
                if (data28.length < 1) {
                  const err78 = { instancePath: instancePath + "/gates/freeze/windows", schemaPath: "#/properties/gates/properties/freeze/properties/windows/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.gates.properties.freeze.properties.windows, data: data28 };
                  if (vErrors === null) {
                    vErrors = [err78];
                  } else {
                    vErrors.push(err78);
                  }
                  errors++;
                }
                const len7 = data28.length;
                for (let i9 = 0; i9 < len7; i9++) {
                  let data29 = data28[i9];
                  if (typeof data29 === "string") {
                    if (func1(data29) > 64) {
                      const err79 = { instancePath: instancePath + "/gates/freeze/windows/" + i9, schemaPath: "#/properties/gates/properties/freeze/properties/windows/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema32.properties.gates.properties.freeze.properties.windows.items, data: data29 };
                      if (vErrors === null) {
                        vErrors = [err79];
                      } else {
                        vErrors.push(err79);
                      }
                      errors++;
                    }
                    if (func1(data29) < 1) {
                      const err80 = { instancePath: instancePath + "/gates/freeze/windows/" + i9, schemaPath: "#/properties/gates/properties/freeze/properties/windows/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.freeze.properties.windows.items, data: data29 };
                      if (vErrors === null) {
                        vErrors = [err80];
                      } else {
                        vErrors.push(err80);
                      }
                      errors++;
                    }
                  } else {
                    const err81 = { instancePath: instancePath + "/gates/freeze/windows/" + i9, schemaPath: "#/properties/gates/properties/freeze/properties/windows/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.freeze.properties.windows.items.type, parentSchema: schema32.properties.gates.properties.freeze.properties.windows.items, data: data29 };
                    if (vErrors === null) {
                      vErrors = [err81];
                    } else {
                      vErrors.push(err81);
                    }
                    errors++;
                  }
                }
              } else {
                const err82 = { instancePath: instancePath + "/gates/freeze/windows", schemaPath: "#/properties/gates/properties/freeze/properties/windows/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.gates.properties.freeze.properties.windows.type, parentSchema: schema32.properties.gates.properties.freeze.properties.windows, data: data28 };
                if (vErrors === null) {
                  vErrors = [err82];
                } else {
                  vErrors.push(err82);
                }
                errors++;
              }
            }
            if (data26.appliesTo !== void 0) {
              let data30 = data26.appliesTo;
              if (Array.isArray(data30)) {
                if (data30.length > 2) {
                  const err83 = { instancePath: instancePath + "/gates/freeze/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data30 };
                  if (vErrors === null) {
                    vErrors = [err83];
                  } else {
                    vErrors.push(err83);
                  }
                  errors++;
                }
                if (data30.length < 1) {
                  const err84 = { instancePath: instancePath + "/gates/freeze/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data30 };
                  if (vErrors === null) {
                    vErrors = [err84];
                  } else {
                    vErrors.push(err84);
                  }
                  errors++;
                }
                const len8 = data30.length;
                for (let i10 = 0; i10 < len8; i10++) {
                  let data31 = data30[i10];
                  if (!(data31 === "promotion" || data31 === "rollback")) {
                    const err85 = { instancePath: instancePath + "/gates/freeze/appliesTo/" + i10, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data31 };
                    if (vErrors === null) {
                      vErrors = [err85];
                    } else {
                      vErrors.push(err85);
                    }
                    errors++;
                  }
                }
                let i11 = data30.length;
                let j2;
                if (i11 > 1) {
                  outer2:
                    for (; i11--; ) {
                      for (j2 = i11; j2--; ) {
                        if (func0(data30[i11], data30[j2])) {
                          const err86 = { instancePath: instancePath + "/gates/freeze/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i11, j: j2 }, message: "must NOT have duplicate items (items ## " + j2 + " and " + i11 + " are identical)", schema: true, parentSchema: schema37, data: data30 };
                          if (vErrors === null) {
                            vErrors = [err86];
                          } else {
                            vErrors.push(err86);
                          }
                          errors++;
                          break outer2;
                        }
                      }
                    }
                }
              } else {
                const err87 = { instancePath: instancePath + "/gates/freeze/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data30 };
                if (vErrors === null) {
                  vErrors = [err87];
                } else {
                  vErrors.push(err87);
                }
                errors++;
              }
            }
            if (data26.overridable !== void 0) {
              let data32 = data26.overridable;
              if (typeof data32 !== "boolean") {
                const err88 = { instancePath: instancePath + "/gates/freeze/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data32 };
                if (vErrors === null) {
                  vErrors = [err88];
                } else {
                  vErrors.push(err88);
                }
                errors++;
              }
            }
          } else {
            const err89 = { instancePath: instancePath + "/gates/freeze", schemaPath: "#/properties/gates/properties/freeze/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.freeze.type, parentSchema: schema32.properties.gates.properties.freeze, data: data26 };
            if (vErrors === null) {
              vErrors = [err89];
            } else {
              vErrors.push(err89);
            }
            errors++;
          }
        }
        if (data14.signature !== void 0) {
          let data33 = data14.signature;
          const _errs95 = errors;
          let valid43 = false;
          const _errs96 = errors;
          if (!validate22(data33, { instancePath: instancePath + "/gates/signature", parentData: data14, parentDataProperty: "signature", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
            errors = vErrors.length;
          }
          var _valid4 = _errs96 === errors;
          valid43 = valid43 || _valid4;
          const _errs97 = errors;
          const _errs99 = errors;
          let valid44 = false;
          let passing0 = null;
          const _errs100 = errors;
          if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
            if (data33.all === void 0) {
              const err90 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf/1/oneOf/0/required", keyword: "required", params: { missingProperty: "all" }, message: "must have required property 'all'", schema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[0].required, parentSchema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[0], data: data33 };
              if (vErrors === null) {
                vErrors = [err90];
              } else {
                vErrors.push(err90);
              }
              errors++;
            }
            if (data33.anyOf !== void 0) {
              const err91 = { instancePath: instancePath + "/gates/signature/anyOf", schemaPath: "#/properties/gates/properties/signature/anyOf/1/oneOf/0/properties/anyOf/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[0].properties.anyOf, data: data33.anyOf };
              if (vErrors === null) {
                vErrors = [err91];
              } else {
                vErrors.push(err91);
              }
              errors++;
            }
          }
          var _valid5 = _errs100 === errors;
          if (_valid5) {
            valid44 = true;
            passing0 = 0;
            var props2 = {};
            props2.anyOf = true;
          }
          const _errs101 = errors;
          if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
            if (data33.anyOf === void 0) {
              const err92 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf/1/oneOf/1/required", keyword: "required", params: { missingProperty: "anyOf" }, message: "must have required property 'anyOf'", schema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[1].required, parentSchema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[1], data: data33 };
              if (vErrors === null) {
                vErrors = [err92];
              } else {
                vErrors.push(err92);
              }
              errors++;
            }
            if (data33.all !== void 0) {
              const err93 = { instancePath: instancePath + "/gates/signature/all", schemaPath: "#/properties/gates/properties/signature/anyOf/1/oneOf/1/properties/all/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema32.properties.gates.properties.signature.anyOf[1].oneOf[1].properties.all, data: data33.all };
              if (vErrors === null) {
                vErrors = [err93];
              } else {
                vErrors.push(err93);
              }
              errors++;
            }
          }
          var _valid5 = _errs101 === errors;
          if (_valid5 && valid44) {
            valid44 = false;
            passing0 = [passing0, 1];
          } else {
            if (_valid5) {
              valid44 = true;
              passing0 = 1;
              if (props2 !== true) {
                props2 = props2 || {};
                props2.all = true;
              }
            }
          }
          if (!valid44) {
            const err94 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf/1/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf", schema: schema32.properties.gates.properties.signature.anyOf[1].oneOf, parentSchema: schema32.properties.gates.properties.signature.anyOf[1], data: data33 };
            if (vErrors === null) {
              vErrors = [err94];
            } else {
              vErrors.push(err94);
            }
            errors++;
          } else {
            errors = _errs99;
            if (vErrors !== null) {
              if (_errs99) {
                vErrors.length = _errs99;
              } else {
                vErrors = null;
              }
            }
          }
          if (data33 && typeof data33 == "object" && !Array.isArray(data33)) {
            for (const key6 in data33) {
              if (!(key6 === "all" || key6 === "anyOf" || key6 === "appliesTo" || key6 === "overridable")) {
                const err95 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.signature.anyOf[1], data: data33 };
                if (vErrors === null) {
                  vErrors = [err95];
                } else {
                  vErrors.push(err95);
                }
                errors++;
              }
            }
            if (data33.all !== void 0) {
              if (!validate22(data33.all, { instancePath: instancePath + "/gates/signature/all", parentData: data33, parentDataProperty: "all", rootData, dynamicAnchors })) {
                vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
                errors = vErrors.length;
              }
            }
            if (data33.anyOf !== void 0) {
              if (!validate22(data33.anyOf, { instancePath: instancePath + "/gates/signature/anyOf", parentData: data33, parentDataProperty: "anyOf", rootData, dynamicAnchors })) {
                vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
                errors = vErrors.length;
              }
            }
            if (data33.appliesTo !== void 0) {
              let data38 = data33.appliesTo;
              if (Array.isArray(data38)) {
                if (data38.length > 2) {
                  const err96 = { instancePath: instancePath + "/gates/signature/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data38 };
                  if (vErrors === null) {
                    vErrors = [err96];
                  } else {
                    vErrors.push(err96);
                  }
                  errors++;
                }
                if (data38.length < 1) {
                  const err97 = { instancePath: instancePath + "/gates/signature/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data38 };
                  if (vErrors === null) {
                    vErrors = [err97];
                  } else {
                    vErrors.push(err97);
                  }
                  errors++;
                }
                const len9 = data38.length;
                for (let i12 = 0; i12 < len9; i12++) {
                  let data39 = data38[i12];
                  if (!(data39 === "promotion" || data39 === "rollback")) {
                    const err98 = { instancePath: instancePath + "/gates/signature/appliesTo/" + i12, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data39 };
                    if (vErrors === null) {
                      vErrors = [err98];
                    } else {
                      vErrors.push(err98);
                    }
                    errors++;
                  }
                }
                let i13 = data38.length;
                let j3;
                if (i13 > 1) {
                  outer3:
                    for (; i13--; ) {
                      for (j3 = i13; j3--; ) {
                        if (func0(data38[i13], data38[j3])) {
                          const err99 = { instancePath: instancePath + "/gates/signature/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i13, j: j3 }, message: "must NOT have duplicate items (items ## " + j3 + " and " + i13 + " are identical)", schema: true, parentSchema: schema37, data: data38 };
                          if (vErrors === null) {
                            vErrors = [err99];
                          } else {
                            vErrors.push(err99);
                          }
                          errors++;
                          break outer3;
                        }
                      }
                    }
                }
              } else {
                const err100 = { instancePath: instancePath + "/gates/signature/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data38 };
                if (vErrors === null) {
                  vErrors = [err100];
                } else {
                  vErrors.push(err100);
                }
                errors++;
              }
            }
            if (data33.overridable !== void 0) {
              let data40 = data33.overridable;
              if (typeof data40 !== "boolean") {
                const err101 = { instancePath: instancePath + "/gates/signature/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data40 };
                if (vErrors === null) {
                  vErrors = [err101];
                } else {
                  vErrors.push(err101);
                }
                errors++;
              }
            }
          } else {
            const err102 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.signature.anyOf[1].type, parentSchema: schema32.properties.gates.properties.signature.anyOf[1], data: data33 };
            if (vErrors === null) {
              vErrors = [err102];
            } else {
              vErrors.push(err102);
            }
            errors++;
          }
          var _valid4 = _errs97 === errors;
          valid43 = valid43 || _valid4;
          if (!valid43) {
            const err103 = { instancePath: instancePath + "/gates/signature", schemaPath: "#/properties/gates/properties/signature/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.signature.anyOf, parentSchema: schema32.properties.gates.properties.signature, data: data33 };
            if (vErrors === null) {
              vErrors = [err103];
            } else {
              vErrors.push(err103);
            }
            errors++;
          } else {
            errors = _errs95;
            if (vErrors !== null) {
              if (_errs95) {
                vErrors.length = _errs95;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data14.referrers !== void 0) {
          let data41 = data14.referrers;
          const _errs113 = errors;
          let valid53 = false;
          const _errs114 = errors;
          if (Array.isArray(data41)) {
            if (data41.length > 64) {
              const err104 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/$defs/referrerKinds/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema35, data: data41 };
              if (vErrors === null) {
                vErrors = [err104];
              } else {
                vErrors.push(err104);
              }
              errors++;
            }
            const len10 = data41.length;
            for (let i14 = 0; i14 < len10; i14++) {
              let data42 = data41[i14];
              if (typeof data42 === "string") {
                if (func1(data42) > 255) {
                  const err105 = { instancePath: instancePath + "/gates/referrers/" + i14, schemaPath: "#/$defs/referrerKinds/items/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema35.items, data: data42 };
                  if (vErrors === null) {
                    vErrors = [err105];
                  } else {
                    vErrors.push(err105);
                  }
                  errors++;
                }
                if (func1(data42) < 1) {
                  const err106 = { instancePath: instancePath + "/gates/referrers/" + i14, schemaPath: "#/$defs/referrerKinds/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema35.items, data: data42 };
                  if (vErrors === null) {
                    vErrors = [err106];
                  } else {
                    vErrors.push(err106);
                  }
                  errors++;
                }
              } else {
                const err107 = { instancePath: instancePath + "/gates/referrers/" + i14, schemaPath: "#/$defs/referrerKinds/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema35.items.type, parentSchema: schema35.items, data: data42 };
                if (vErrors === null) {
                  vErrors = [err107];
                } else {
                  vErrors.push(err107);
                }
                errors++;
              }
            }
          } else {
            const err108 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/$defs/referrerKinds/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema35.type, parentSchema: schema35, data: data41 };
            if (vErrors === null) {
              vErrors = [err108];
            } else {
              vErrors.push(err108);
            }
            errors++;
          }
          var _valid6 = _errs114 === errors;
          valid53 = valid53 || _valid6;
          const _errs119 = errors;
          if (data41 && typeof data41 == "object" && !Array.isArray(data41)) {
            if (data41.require === void 0) {
              const err109 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/properties/gates/properties/referrers/anyOf/1/required", keyword: "required", params: { missingProperty: "require" }, message: "must have required property 'require'", schema: schema32.properties.gates.properties.referrers.anyOf[1].required, parentSchema: schema32.properties.gates.properties.referrers.anyOf[1], data: data41 };
              if (vErrors === null) {
                vErrors = [err109];
              } else {
                vErrors.push(err109);
              }
              errors++;
            }
            for (const key7 in data41) {
              if (!(key7 === "require" || key7 === "appliesTo" || key7 === "overridable")) {
                const err110 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/properties/gates/properties/referrers/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.referrers.anyOf[1], data: data41 };
                if (vErrors === null) {
                  vErrors = [err110];
                } else {
                  vErrors.push(err110);
                }
                errors++;
              }
            }
            if (data41.require !== void 0) {
              let data43 = data41.require;
              if (Array.isArray(data43)) {
                if (data43.length > 64) {
                  const err111 = { instancePath: instancePath + "/gates/referrers/require", schemaPath: "#/$defs/referrerKinds/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema35, data: data43 };
                  if (vErrors === null) {
                    vErrors = [err111];
                  } else {
                    vErrors.push(err111);
                  }
                  errors++;
                }
                const len11 = data43.length;
                for (let i15 = 0; i15 < len11; i15++) {
                  let data44 = data43[i15];
                  if (typeof data44 === "string") {
                    if (func1(data44) > 255) {
                      const err112 = { instancePath: instancePath + "/gates/referrers/require/" + i15, schemaPath: "#/$defs/referrerKinds/items/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema35.items, data: data44 };
                      if (vErrors === null) {
                        vErrors = [err112];
                      } else {
                        vErrors.push(err112);
                      }
                      errors++;
                    }
                    if (func1(data44) < 1) {
                      const err113 = { instancePath: instancePath + "/gates/referrers/require/" + i15, schemaPath: "#/$defs/referrerKinds/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema35.items, data: data44 };
                      if (vErrors === null) {
                        vErrors = [err113];
                      } else {
                        vErrors.push(err113);
                      }
                      errors++;
                    }
                  } else {
                    const err114 = { instancePath: instancePath + "/gates/referrers/require/" + i15, schemaPath: "#/$defs/referrerKinds/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema35.items.type, parentSchema: schema35.items, data: data44 };
                    if (vErrors === null) {
                      vErrors = [err114];
                    } else {
                      vErrors.push(err114);
                    }
                    errors++;
                  }
                }
              } else {
                const err115 = { instancePath: instancePath + "/gates/referrers/require", schemaPath: "#/$defs/referrerKinds/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema35.type, parentSchema: schema35, data: data43 };
                if (vErrors === null) {
                  vErrors = [err115];
                } else {
                  vErrors.push(err115);
                }
                errors++;
              }
            }
            if (data41.appliesTo !== void 0) {
              let data45 = data41.appliesTo;
              if (Array.isArray(data45)) {
                if (data45.length > 2) {
                  const err116 = { instancePath: instancePath + "/gates/referrers/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err116];
                  } else {
                    vErrors.push(err116);
                  }
                  errors++;
                }
                if (data45.length < 1) {
                  const err117 = { instancePath: instancePath + "/gates/referrers/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data45 };
                  if (vErrors === null) {
                    vErrors = [err117];
                  } else {
                    vErrors.push(err117);
                  }
                  errors++;
                }
                const len12 = data45.length;
                for (let i16 = 0; i16 < len12; i16++) {
                  let data46 = data45[i16];
                  if (!(data46 === "promotion" || data46 === "rollback")) {
                    const err118 = { instancePath: instancePath + "/gates/referrers/appliesTo/" + i16, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data46 };
                    if (vErrors === null) {
                      vErrors = [err118];
                    } else {
                      vErrors.push(err118);
                    }
                    errors++;
                  }
                }
                let i17 = data45.length;
                let j4;
                if (i17 > 1) {
                  outer4:
                    for (; i17--; ) {
                      for (j4 = i17; j4--; ) {
                        if (func0(data45[i17], data45[j4])) {
                          const err119 = { instancePath: instancePath + "/gates/referrers/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i17, j: j4 }, message: "must NOT have duplicate items (items ## " + j4 + " and " + i17 + " are identical)", schema: true, parentSchema: schema37, data: data45 };
                          if (vErrors === null) {
                            vErrors = [err119];
                          } else {
                            vErrors.push(err119);
                          }
                          errors++;
                          break outer4;
                        }
                      }
                    }
                }
              } else {
                const err120 = { instancePath: instancePath + "/gates/referrers/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data45 };
                if (vErrors === null) {
                  vErrors = [err120];
                } else {
                  vErrors.push(err120);
                }
                errors++;
              }
            }
            if (data41.overridable !== void 0) {
              let data47 = data41.overridable;
              if (typeof data47 !== "boolean") {
                const err121 = { instancePath: instancePath + "/gates/referrers/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data47 };
                if (vErrors === null) {
                  vErrors = [err121];
                } else {
                  vErrors.push(err121);
                }
                errors++;
              }
            }
          } else {
            const err122 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/properties/gates/properties/referrers/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.referrers.anyOf[1].type, parentSchema: schema32.properties.gates.properties.referrers.anyOf[1], data: data41 };
            if (vErrors === null) {
              vErrors = [err122];
            } else {
              vErrors.push(err122);
            }
            errors++;
          }
          var _valid6 = _errs119 === errors;
          valid53 = valid53 || _valid6;
          if (!valid53) {
            const err123 = { instancePath: instancePath + "/gates/referrers", schemaPath: "#/properties/gates/properties/referrers/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.referrers.anyOf, parentSchema: schema32.properties.gates.properties.referrers, data: data41 };
            if (vErrors === null) {
              vErrors = [err123];
            } else {
              vErrors.push(err123);
            }
            errors++;
          } else {
            errors = _errs113;
            if (vErrors !== null) {
              if (_errs113) {
                vErrors.length = _errs113;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data14.platforms !== void 0) {
          let data48 = data14.platforms;
          const _errs135 = errors;
          let valid66 = false;
          const _errs136 = errors;
          if (Array.isArray(data48)) {
            if (data48.length > 64) {
              const err124 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/$defs/platformNames/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema53, data: data48 };
              if (vErrors === null) {
                vErrors = [err124];
              } else {
                vErrors.push(err124);
              }
              errors++;
            }
            if (data48.length < 1) {
              const err125 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/$defs/platformNames/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema53, data: data48 };
              if (vErrors === null) {
                vErrors = [err125];
              } else {
                vErrors.push(err125);
              }
              errors++;
            }
            const len13 = data48.length;
            for (let i18 = 0; i18 < len13; i18++) {
              let data49 = data48[i18];
              if (typeof data49 === "string") {
                if (func1(data49) > 64) {
                  const err126 = { instancePath: instancePath + "/gates/platforms/" + i18, schemaPath: "#/$defs/platformNames/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema53.items, data: data49 };
                  if (vErrors === null) {
                    vErrors = [err126];
                  } else {
                    vErrors.push(err126);
                  }
                  errors++;
                }
                if (!pattern8.test(data49)) {
                  const err127 = { instancePath: instancePath + "/gates/platforms/" + i18, schemaPath: "#/$defs/platformNames/items/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$" }, message: 'must match pattern "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$"', schema: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", parentSchema: schema53.items, data: data49 };
                  if (vErrors === null) {
                    vErrors = [err127];
                  } else {
                    vErrors.push(err127);
                  }
                  errors++;
                }
              } else {
                const err128 = { instancePath: instancePath + "/gates/platforms/" + i18, schemaPath: "#/$defs/platformNames/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema53.items.type, parentSchema: schema53.items, data: data49 };
                if (vErrors === null) {
                  vErrors = [err128];
                } else {
                  vErrors.push(err128);
                }
                errors++;
              }
            }
          } else {
            const err129 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/$defs/platformNames/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema53.type, parentSchema: schema53, data: data48 };
            if (vErrors === null) {
              vErrors = [err129];
            } else {
              vErrors.push(err129);
            }
            errors++;
          }
          var _valid7 = _errs136 === errors;
          valid66 = valid66 || _valid7;
          const _errs141 = errors;
          if (data48 && typeof data48 == "object" && !Array.isArray(data48)) {
            if (data48.require === void 0) {
              const err130 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/properties/gates/properties/platforms/anyOf/1/required", keyword: "required", params: { missingProperty: "require" }, message: "must have required property 'require'", schema: schema32.properties.gates.properties.platforms.anyOf[1].required, parentSchema: schema32.properties.gates.properties.platforms.anyOf[1], data: data48 };
              if (vErrors === null) {
                vErrors = [err130];
              } else {
                vErrors.push(err130);
              }
              errors++;
            }
            for (const key8 in data48) {
              if (!(key8 === "require" || key8 === "appliesTo" || key8 === "overridable")) {
                const err131 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/properties/gates/properties/platforms/anyOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.platforms.anyOf[1], data: data48 };
                if (vErrors === null) {
                  vErrors = [err131];
                } else {
                  vErrors.push(err131);
                }
                errors++;
              }
            }
            if (data48.require !== void 0) {
              let data50 = data48.require;
              if (Array.isArray(data50)) {
                if (data50.length > 64) {
                  const err132 = { instancePath: instancePath + "/gates/platforms/require", schemaPath: "#/$defs/platformNames/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema53, data: data50 };
                  if (vErrors === null) {
                    vErrors = [err132];
                  } else {
                    vErrors.push(err132);
                  }
                  errors++;
                }
                if (data50.length < 1) {
                  const err133 = { instancePath: instancePath + "/gates/platforms/require", schemaPath: "#/$defs/platformNames/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema53, data: data50 };
                  if (vErrors === null) {
                    vErrors = [err133];
                  } else {
                    vErrors.push(err133);
                  }
                  errors++;
                }
                const len14 = data50.length;
                for (let i19 = 0; i19 < len14; i19++) {
                  let data51 = data50[i19];
                  if (typeof data51 === "string") {
                    if (func1(data51) > 64) {
                      const err134 = { instancePath: instancePath + "/gates/platforms/require/" + i19, schemaPath: "#/$defs/platformNames/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema53.items, data: data51 };
                      if (vErrors === null) {
                        vErrors = [err134];
                      } else {
                        vErrors.push(err134);
                      }
                      errors++;
                    }
                    if (!pattern8.test(data51)) {
                      const err135 = { instancePath: instancePath + "/gates/platforms/require/" + i19, schemaPath: "#/$defs/platformNames/items/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$" }, message: 'must match pattern "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$"', schema: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", parentSchema: schema53.items, data: data51 };
                      if (vErrors === null) {
                        vErrors = [err135];
                      } else {
                        vErrors.push(err135);
                      }
                      errors++;
                    }
                  } else {
                    const err136 = { instancePath: instancePath + "/gates/platforms/require/" + i19, schemaPath: "#/$defs/platformNames/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema53.items.type, parentSchema: schema53.items, data: data51 };
                    if (vErrors === null) {
                      vErrors = [err136];
                    } else {
                      vErrors.push(err136);
                    }
                    errors++;
                  }
                }
              } else {
                const err137 = { instancePath: instancePath + "/gates/platforms/require", schemaPath: "#/$defs/platformNames/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema53.type, parentSchema: schema53, data: data50 };
                if (vErrors === null) {
                  vErrors = [err137];
                } else {
                  vErrors.push(err137);
                }
                errors++;
              }
            }
            if (data48.appliesTo !== void 0) {
              let data52 = data48.appliesTo;
              if (Array.isArray(data52)) {
                if (data52.length > 2) {
                  const err138 = { instancePath: instancePath + "/gates/platforms/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data52 };
                  if (vErrors === null) {
                    vErrors = [err138];
                  } else {
                    vErrors.push(err138);
                  }
                  errors++;
                }
                if (data52.length < 1) {
                  const err139 = { instancePath: instancePath + "/gates/platforms/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data52 };
                  if (vErrors === null) {
                    vErrors = [err139];
                  } else {
                    vErrors.push(err139);
                  }
                  errors++;
                }
                const len15 = data52.length;
                for (let i20 = 0; i20 < len15; i20++) {
                  let data53 = data52[i20];
                  if (!(data53 === "promotion" || data53 === "rollback")) {
                    const err140 = { instancePath: instancePath + "/gates/platforms/appliesTo/" + i20, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data53 };
                    if (vErrors === null) {
                      vErrors = [err140];
                    } else {
                      vErrors.push(err140);
                    }
                    errors++;
                  }
                }
                let i21 = data52.length;
                let j5;
                if (i21 > 1) {
                  outer5:
                    for (; i21--; ) {
                      for (j5 = i21; j5--; ) {
                        if (func0(data52[i21], data52[j5])) {
                          const err141 = { instancePath: instancePath + "/gates/platforms/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i21, j: j5 }, message: "must NOT have duplicate items (items ## " + j5 + " and " + i21 + " are identical)", schema: true, parentSchema: schema37, data: data52 };
                          if (vErrors === null) {
                            vErrors = [err141];
                          } else {
                            vErrors.push(err141);
                          }
                          errors++;
                          break outer5;
                        }
                      }
                    }
                }
              } else {
                const err142 = { instancePath: instancePath + "/gates/platforms/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data52 };
                if (vErrors === null) {
                  vErrors = [err142];
                } else {
                  vErrors.push(err142);
                }
                errors++;
              }
            }
            if (data48.overridable !== void 0) {
              let data54 = data48.overridable;
              if (typeof data54 !== "boolean") {
                const err143 = { instancePath: instancePath + "/gates/platforms/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data54 };
                if (vErrors === null) {
                  vErrors = [err143];
                } else {
                  vErrors.push(err143);
                }
                errors++;
              }
            }
          } else {
            const err144 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/properties/gates/properties/platforms/anyOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.platforms.anyOf[1].type, parentSchema: schema32.properties.gates.properties.platforms.anyOf[1], data: data48 };
            if (vErrors === null) {
              vErrors = [err144];
            } else {
              vErrors.push(err144);
            }
            errors++;
          }
          var _valid7 = _errs141 === errors;
          valid66 = valid66 || _valid7;
          if (!valid66) {
            const err145 = { instancePath: instancePath + "/gates/platforms", schemaPath: "#/properties/gates/properties/platforms/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.platforms.anyOf, parentSchema: schema32.properties.gates.properties.platforms, data: data48 };
            if (vErrors === null) {
              vErrors = [err145];
            } else {
              vErrors.push(err145);
            }
            errors++;
          } else {
            errors = _errs135;
            if (vErrors !== null) {
              if (_errs135) {
                vErrors.length = _errs135;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data14.labels !== void 0) {
          let data55 = data14.labels;
          if (data55 && typeof data55 == "object" && !Array.isArray(data55)) {
            if (Object.keys(data55).length > 66) {
              const err146 = { instancePath: instancePath + "/gates/labels", schemaPath: "#/properties/gates/properties/labels/maxProperties", keyword: "maxProperties", params: { limit: 66 }, message: "must NOT have more than 66 properties", schema: 66, parentSchema: schema32.properties.gates.properties.labels, data: data55 };
              if (vErrors === null) {
                vErrors = [err146];
              } else {
                vErrors.push(err146);
              }
              errors++;
            }
            if (Object.keys(data55).length < 1) {
              const err147 = { instancePath: instancePath + "/gates/labels", schemaPath: "#/properties/gates/properties/labels/minProperties", keyword: "minProperties", params: { limit: 1 }, message: "must NOT have fewer than 1 properties", schema: 1, parentSchema: schema32.properties.gates.properties.labels, data: data55 };
              if (vErrors === null) {
                vErrors = [err147];
              } else {
                vErrors.push(err147);
              }
              errors++;
            }
            for (const key9 in data55) {
              if (!(key9 === "match" || key9 === "appliesTo" || key9 === "overridable")) {
                let data56 = data55[key9];
                const _errs160 = errors;
                let valid80 = false;
                const _errs161 = errors;
                if (typeof data56 === "string") {
                  if (func1(data56) > 1024) {
                    const err148 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[0], data: data56 };
                    if (vErrors === null) {
                      vErrors = [err148];
                    } else {
                      vErrors.push(err148);
                    }
                    errors++;
                  }
                  if (func1(data56) < 1) {
                    const err149 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/0/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[0], data: data56 };
                    if (vErrors === null) {
                      vErrors = [err149];
                    } else {
                      vErrors.push(err149);
                    }
                    errors++;
                  }
                } else {
                  const err150 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[0].type, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[0], data: data56 };
                  if (vErrors === null) {
                    vErrors = [err150];
                  } else {
                    vErrors.push(err150);
                  }
                  errors++;
                }
                var _valid8 = _errs161 === errors;
                valid80 = valid80 || _valid8;
                const _errs163 = errors;
                if (Array.isArray(data56)) {
                  if (data56.length > 64) {
                    const err151 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1], data: data56 };
                    if (vErrors === null) {
                      vErrors = [err151];
                    } else {
                      vErrors.push(err151);
                    }
                    errors++;
                  }
                  if (data56.length < 1) {
                    const err152 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1], data: data56 };
                    if (vErrors === null) {
                      vErrors = [err152];
                    } else {
                      vErrors.push(err152);
                    }
                    errors++;
                  }
                  const len16 = data56.length;
                  for (let i22 = 0; i22 < len16; i22++) {
                    let data57 = data56[i22];
                    if (typeof data57 === "string") {
                      if (func1(data57) > 1024) {
                        const err153 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i22, schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/items/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1].items, data: data57 };
                        if (vErrors === null) {
                          vErrors = [err153];
                        } else {
                          vErrors.push(err153);
                        }
                        errors++;
                      }
                      if (func1(data57) < 1) {
                        const err154 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i22, schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1].items, data: data57 };
                        if (vErrors === null) {
                          vErrors = [err154];
                        } else {
                          vErrors.push(err154);
                        }
                        errors++;
                      }
                    } else {
                      const err155 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i22, schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1].items.type, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1].items, data: data57 };
                      if (vErrors === null) {
                        vErrors = [err155];
                      } else {
                        vErrors.push(err155);
                      }
                      errors++;
                    }
                  }
                } else {
                  const err156 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1].type, parentSchema: schema32.properties.gates.properties.labels.additionalProperties.anyOf[1], data: data56 };
                  if (vErrors === null) {
                    vErrors = [err156];
                  } else {
                    vErrors.push(err156);
                  }
                  errors++;
                }
                var _valid8 = _errs163 === errors;
                valid80 = valid80 || _valid8;
                if (!valid80) {
                  const err157 = { instancePath: instancePath + "/gates/labels/" + key9.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/gates/properties/labels/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.labels.additionalProperties.anyOf, parentSchema: schema32.properties.gates.properties.labels.additionalProperties, data: data56 };
                  if (vErrors === null) {
                    vErrors = [err157];
                  } else {
                    vErrors.push(err157);
                  }
                  errors++;
                } else {
                  errors = _errs160;
                  if (vErrors !== null) {
                    if (_errs160) {
                      vErrors.length = _errs160;
                    } else {
                      vErrors = null;
                    }
                  }
                }
              }
            }
            if (data55.match !== void 0) {
              let data58 = data55.match;
              if (data58 && typeof data58 == "object" && !Array.isArray(data58)) {
                if (Object.keys(data58).length > 64) {
                  const err158 = { instancePath: instancePath + "/gates/labels/match", schemaPath: "#/$defs/labelValues/maxProperties", keyword: "maxProperties", params: { limit: 64 }, message: "must NOT have more than 64 properties", schema: 64, parentSchema: schema57, data: data58 };
                  if (vErrors === null) {
                    vErrors = [err158];
                  } else {
                    vErrors.push(err158);
                  }
                  errors++;
                }
                if (Object.keys(data58).length < 1) {
                  const err159 = { instancePath: instancePath + "/gates/labels/match", schemaPath: "#/$defs/labelValues/minProperties", keyword: "minProperties", params: { limit: 1 }, message: "must NOT have fewer than 1 properties", schema: 1, parentSchema: schema57, data: data58 };
                  if (vErrors === null) {
                    vErrors = [err159];
                  } else {
                    vErrors.push(err159);
                  }
                  errors++;
                }
                for (const key10 in data58) {
                  let data59 = data58[key10];
                  const _errs172 = errors;
                  let valid86 = false;
                  const _errs173 = errors;
                  if (typeof data59 === "string") {
                    if (func1(data59) > 1024) {
                      const err160 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/0/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema57.additionalProperties.anyOf[0], data: data59 };
                      if (vErrors === null) {
                        vErrors = [err160];
                      } else {
                        vErrors.push(err160);
                      }
                      errors++;
                    }
                    if (func1(data59) < 1) {
                      const err161 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/0/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema57.additionalProperties.anyOf[0], data: data59 };
                      if (vErrors === null) {
                        vErrors = [err161];
                      } else {
                        vErrors.push(err161);
                      }
                      errors++;
                    }
                  } else {
                    const err162 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema57.additionalProperties.anyOf[0].type, parentSchema: schema57.additionalProperties.anyOf[0], data: data59 };
                    if (vErrors === null) {
                      vErrors = [err162];
                    } else {
                      vErrors.push(err162);
                    }
                    errors++;
                  }
                  var _valid9 = _errs173 === errors;
                  valid86 = valid86 || _valid9;
                  const _errs175 = errors;
                  if (Array.isArray(data59)) {
                    if (data59.length > 64) {
                      const err163 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema57.additionalProperties.anyOf[1], data: data59 };
                      if (vErrors === null) {
                        vErrors = [err163];
                      } else {
                        vErrors.push(err163);
                      }
                      errors++;
                    }
                    if (data59.length < 1) {
                      const err164 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema57.additionalProperties.anyOf[1], data: data59 };
                      if (vErrors === null) {
                        vErrors = [err164];
                      } else {
                        vErrors.push(err164);
                      }
                      errors++;
                    }
                    const len17 = data59.length;
                    for (let i23 = 0; i23 < len17; i23++) {
                      let data60 = data59[i23];
                      if (typeof data60 === "string") {
                        if (func1(data60) > 1024) {
                          const err165 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i23, schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/items/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema57.additionalProperties.anyOf[1].items, data: data60 };
                          if (vErrors === null) {
                            vErrors = [err165];
                          } else {
                            vErrors.push(err165);
                          }
                          errors++;
                        }
                        if (func1(data60) < 1) {
                          const err166 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i23, schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema57.additionalProperties.anyOf[1].items, data: data60 };
                          if (vErrors === null) {
                            vErrors = [err166];
                          } else {
                            vErrors.push(err166);
                          }
                          errors++;
                        }
                      } else {
                        const err167 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i23, schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema57.additionalProperties.anyOf[1].items.type, parentSchema: schema57.additionalProperties.anyOf[1].items, data: data60 };
                        if (vErrors === null) {
                          vErrors = [err167];
                        } else {
                          vErrors.push(err167);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err168 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema57.additionalProperties.anyOf[1].type, parentSchema: schema57.additionalProperties.anyOf[1], data: data59 };
                    if (vErrors === null) {
                      vErrors = [err168];
                    } else {
                      vErrors.push(err168);
                    }
                    errors++;
                  }
                  var _valid9 = _errs175 === errors;
                  valid86 = valid86 || _valid9;
                  if (!valid86) {
                    const err169 = { instancePath: instancePath + "/gates/labels/match/" + key10.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/labelValues/additionalProperties/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema57.additionalProperties.anyOf, parentSchema: schema57.additionalProperties, data: data59 };
                    if (vErrors === null) {
                      vErrors = [err169];
                    } else {
                      vErrors.push(err169);
                    }
                    errors++;
                  } else {
                    errors = _errs172;
                    if (vErrors !== null) {
                      if (_errs172) {
                        vErrors.length = _errs172;
                      } else {
                        vErrors = null;
                      }
                    }
                  }
                }
              } else {
                const err170 = { instancePath: instancePath + "/gates/labels/match", schemaPath: "#/$defs/labelValues/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema57.type, parentSchema: schema57, data: data58 };
                if (vErrors === null) {
                  vErrors = [err170];
                } else {
                  vErrors.push(err170);
                }
                errors++;
              }
            }
            if (data55.appliesTo !== void 0) {
              let data61 = data55.appliesTo;
              if (Array.isArray(data61)) {
                if (data61.length > 2) {
                  const err171 = { instancePath: instancePath + "/gates/labels/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data61 };
                  if (vErrors === null) {
                    vErrors = [err171];
                  } else {
                    vErrors.push(err171);
                  }
                  errors++;
                }
                if (data61.length < 1) {
                  const err172 = { instancePath: instancePath + "/gates/labels/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data61 };
                  if (vErrors === null) {
                    vErrors = [err172];
                  } else {
                    vErrors.push(err172);
                  }
                  errors++;
                }
                const len18 = data61.length;
                for (let i24 = 0; i24 < len18; i24++) {
                  let data62 = data61[i24];
                  if (!(data62 === "promotion" || data62 === "rollback")) {
                    const err173 = { instancePath: instancePath + "/gates/labels/appliesTo/" + i24, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data62 };
                    if (vErrors === null) {
                      vErrors = [err173];
                    } else {
                      vErrors.push(err173);
                    }
                    errors++;
                  }
                }
                let i25 = data61.length;
                let j6;
                if (i25 > 1) {
                  outer6:
                    for (; i25--; ) {
                      for (j6 = i25; j6--; ) {
                        if (func0(data61[i25], data61[j6])) {
                          const err174 = { instancePath: instancePath + "/gates/labels/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i25, j: j6 }, message: "must NOT have duplicate items (items ## " + j6 + " and " + i25 + " are identical)", schema: true, parentSchema: schema37, data: data61 };
                          if (vErrors === null) {
                            vErrors = [err174];
                          } else {
                            vErrors.push(err174);
                          }
                          errors++;
                          break outer6;
                        }
                      }
                    }
                }
              } else {
                const err175 = { instancePath: instancePath + "/gates/labels/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data61 };
                if (vErrors === null) {
                  vErrors = [err175];
                } else {
                  vErrors.push(err175);
                }
                errors++;
              }
            }
            if (data55.overridable !== void 0) {
              let data63 = data55.overridable;
              if (typeof data63 !== "boolean") {
                const err176 = { instancePath: instancePath + "/gates/labels/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data63 };
                if (vErrors === null) {
                  vErrors = [err176];
                } else {
                  vErrors.push(err176);
                }
                errors++;
              }
            }
            if (data55.appliesTo !== void 0) {
              if (data55.match === void 0) {
                const err177 = { instancePath: instancePath + "/gates/labels", schemaPath: "#/properties/gates/properties/labels/dependentRequired", keyword: "dependentRequired", params: {
                  property: "appliesTo",
                  missingProperty: "match",
                  depsCount: 1,
                  deps: "match"
                }, message: "must have property match when property appliesTo is present", schema: schema32.properties.gates.properties.labels.dependentRequired, parentSchema: schema32.properties.gates.properties.labels, data: data55 };
                if (vErrors === null) {
                  vErrors = [err177];
                } else {
                  vErrors.push(err177);
                }
                errors++;
              }
            }
            if (data55.overridable !== void 0) {
              if (data55.match === void 0) {
                const err178 = { instancePath: instancePath + "/gates/labels", schemaPath: "#/properties/gates/properties/labels/dependentRequired", keyword: "dependentRequired", params: {
                  property: "overridable",
                  missingProperty: "match",
                  depsCount: 1,
                  deps: "match"
                }, message: "must have property match when property overridable is present", schema: schema32.properties.gates.properties.labels.dependentRequired, parentSchema: schema32.properties.gates.properties.labels, data: data55 };
                if (vErrors === null) {
                  vErrors = [err178];
                } else {
                  vErrors.push(err178);
                }
                errors++;
              }
            }
          } else {
            const err179 = { instancePath: instancePath + "/gates/labels", schemaPath: "#/properties/gates/properties/labels/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.labels.type, parentSchema: schema32.properties.gates.properties.labels, data: data55 };
            if (vErrors === null) {
              vErrors = [err179];
            } else {
              vErrors.push(err179);
            }
            errors++;
          }
        }
        if (data14.age !== void 0) {
          let data64 = data14.age;
          if (data64 && typeof data64 == "object" && !Array.isArray(data64)) {
            for (const key11 in data64) {
              if (!(key11 === "most" || key11 === "least" || key11 === "appliesTo" || key11 === "overridable")) {
                const err180 = { instancePath: instancePath + "/gates/age", schemaPath: "#/properties/gates/properties/age/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key11 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.age, data: data64 };
                if (vErrors === null) {
                  vErrors = [err180];
                } else {
                  vErrors.push(err180);
                }
                errors++;
              }
            }
            if (data64.most !== void 0) {
              let data65 = data64.most;
              if (typeof data65 === "string") {
                if (!pattern6.test(data65)) {
                  const err181 = { instancePath: instancePath + "/gates/age/most", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data65 };
                  if (vErrors === null) {
                    vErrors = [err181];
                  } else {
                    vErrors.push(err181);
                  }
                  errors++;
                }
              } else {
                const err182 = { instancePath: instancePath + "/gates/age/most", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data65 };
                if (vErrors === null) {
                  vErrors = [err182];
                } else {
                  vErrors.push(err182);
                }
                errors++;
              }
            }
            if (data64.least !== void 0) {
              let data66 = data64.least;
              if (typeof data66 === "string") {
                if (!pattern6.test(data66)) {
                  const err183 = { instancePath: instancePath + "/gates/age/least", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data66 };
                  if (vErrors === null) {
                    vErrors = [err183];
                  } else {
                    vErrors.push(err183);
                  }
                  errors++;
                }
              } else {
                const err184 = { instancePath: instancePath + "/gates/age/least", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data66 };
                if (vErrors === null) {
                  vErrors = [err184];
                } else {
                  vErrors.push(err184);
                }
                errors++;
              }
            }
            if (data64.appliesTo !== void 0) {
              let data67 = data64.appliesTo;
              if (Array.isArray(data67)) {
                if (data67.length > 2) {
                  const err185 = { instancePath: instancePath + "/gates/age/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data67 };
                  if (vErrors === null) {
                    vErrors = [err185];
                  } else {
                    vErrors.push(err185);
                  }
                  errors++;
                }
                if (data67.length < 1) {
                  const err186 = { instancePath: instancePath + "/gates/age/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data67 };
                  if (vErrors === null) {
                    vErrors = [err186];
                  } else {
                    vErrors.push(err186);
                  }
                  errors++;
                }
                const len19 = data67.length;
                for (let i26 = 0; i26 < len19; i26++) {
                  let data68 = data67[i26];
                  if (!(data68 === "promotion" || data68 === "rollback")) {
                    const err187 = { instancePath: instancePath + "/gates/age/appliesTo/" + i26, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data68 };
                    if (vErrors === null) {
                      vErrors = [err187];
                    } else {
                      vErrors.push(err187);
                    }
                    errors++;
                  }
                }
                let i27 = data67.length;
                let j7;
                if (i27 > 1) {
                  outer7:
                    for (; i27--; ) {
                      for (j7 = i27; j7--; ) {
                        if (func0(data67[i27], data67[j7])) {
                          const err188 = { instancePath: instancePath + "/gates/age/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i27, j: j7 }, message: "must NOT have duplicate items (items ## " + j7 + " and " + i27 + " are identical)", schema: true, parentSchema: schema37, data: data67 };
                          if (vErrors === null) {
                            vErrors = [err188];
                          } else {
                            vErrors.push(err188);
                          }
                          errors++;
                          break outer7;
                        }
                      }
                    }
                }
              } else {
                const err189 = { instancePath: instancePath + "/gates/age/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data67 };
                if (vErrors === null) {
                  vErrors = [err189];
                } else {
                  vErrors.push(err189);
                }
                errors++;
              }
            }
            if (data64.overridable !== void 0) {
              let data69 = data64.overridable;
              if (typeof data69 !== "boolean") {
                const err190 = { instancePath: instancePath + "/gates/age/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data69 };
                if (vErrors === null) {
                  vErrors = [err190];
                } else {
                  vErrors.push(err190);
                }
                errors++;
              }
            }
          } else {
            const err191 = { instancePath: instancePath + "/gates/age", schemaPath: "#/properties/gates/properties/age/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.age.type, parentSchema: schema32.properties.gates.properties.age, data: data64 };
            if (vErrors === null) {
              vErrors = [err191];
            } else {
              vErrors.push(err191);
            }
            errors++;
          }
        }
        if (data14.vulnerabilities !== void 0) {
          let data70 = data14.vulnerabilities;
          if (data70 && typeof data70 == "object" && !Array.isArray(data70)) {
            if (data70.report === void 0) {
              const err192 = { instancePath: instancePath + "/gates/vulnerabilities", schemaPath: "#/properties/gates/properties/vulnerabilities/required", keyword: "required", params: { missingProperty: "report" }, message: "must have required property 'report'", schema: schema32.properties.gates.properties.vulnerabilities.required, parentSchema: schema32.properties.gates.properties.vulnerabilities, data: data70 };
              if (vErrors === null) {
                vErrors = [err192];
              } else {
                vErrors.push(err192);
              }
              errors++;
            }
            if (data70.most === void 0) {
              const err193 = { instancePath: instancePath + "/gates/vulnerabilities", schemaPath: "#/properties/gates/properties/vulnerabilities/required", keyword: "required", params: { missingProperty: "most" }, message: "must have required property 'most'", schema: schema32.properties.gates.properties.vulnerabilities.required, parentSchema: schema32.properties.gates.properties.vulnerabilities, data: data70 };
              if (vErrors === null) {
                vErrors = [err193];
              } else {
                vErrors.push(err193);
              }
              errors++;
            }
            for (const key12 in data70) {
              if (!(key12 === "report" || key12 === "file" || key12 === "most" || key12 === "maxAge" || key12 === "except" || key12 === "appliesTo" || key12 === "overridable")) {
                const err194 = { instancePath: instancePath + "/gates/vulnerabilities", schemaPath: "#/properties/gates/properties/vulnerabilities/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key12 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.vulnerabilities, data: data70 };
                if (vErrors === null) {
                  vErrors = [err194];
                } else {
                  vErrors.push(err194);
                }
                errors++;
              }
            }
            if (data70.report !== void 0) {
              let data71 = data70.report;
              if (!(data71 === "sarif" || data71 === "trivy" || data71 === "grype" || data71 === "cyclonedx" || data71 === "in-toto")) {
                const err195 = { instancePath: instancePath + "/gates/vulnerabilities/report", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/report/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.vulnerabilities.properties.report.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.vulnerabilities.properties.report.enum, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.report, data: data71 };
                if (vErrors === null) {
                  vErrors = [err195];
                } else {
                  vErrors.push(err195);
                }
                errors++;
              }
            }
            if (data70.file !== void 0) {
              let data72 = data70.file;
              if (typeof data72 === "string") {
                if (func1(data72) > 4096) {
                  const err196 = { instancePath: instancePath + "/gates/vulnerabilities/file", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/file/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.file, data: data72 };
                  if (vErrors === null) {
                    vErrors = [err196];
                  } else {
                    vErrors.push(err196);
                  }
                  errors++;
                }
                if (func1(data72) < 1) {
                  const err197 = { instancePath: instancePath + "/gates/vulnerabilities/file", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/file/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.file, data: data72 };
                  if (vErrors === null) {
                    vErrors = [err197];
                  } else {
                    vErrors.push(err197);
                  }
                  errors++;
                }
              } else {
                const err198 = { instancePath: instancePath + "/gates/vulnerabilities/file", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.vulnerabilities.properties.file.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.file, data: data72 };
                if (vErrors === null) {
                  vErrors = [err198];
                } else {
                  vErrors.push(err198);
                }
                errors++;
              }
            }
            if (data70.most !== void 0) {
              let data73 = data70.most;
              if (!(data73 === "none" || data73 === "negligible" || data73 === "low" || data73 === "medium" || data73 === "high" || data73 === "critical")) {
                const err199 = { instancePath: instancePath + "/gates/vulnerabilities/most", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/most/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.vulnerabilities.properties.most.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.vulnerabilities.properties.most.enum, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.most, data: data73 };
                if (vErrors === null) {
                  vErrors = [err199];
                } else {
                  vErrors.push(err199);
                }
                errors++;
              }
            }
            if (data70.maxAge !== void 0) {
              let data74 = data70.maxAge;
              if (typeof data74 === "string") {
                if (!pattern6.test(data74)) {
                  const err200 = { instancePath: instancePath + "/gates/vulnerabilities/maxAge", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data74 };
                  if (vErrors === null) {
                    vErrors = [err200];
                  } else {
                    vErrors.push(err200);
                  }
                  errors++;
                }
              } else {
                const err201 = { instancePath: instancePath + "/gates/vulnerabilities/maxAge", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data74 };
                if (vErrors === null) {
                  vErrors = [err201];
                } else {
                  vErrors.push(err201);
                }
                errors++;
              }
            }
            if (data70.except !== void 0) {
              let data75 = data70.except;
              if (Array.isArray(data75)) {
                if (data75.length > 1e3) {
                  const err202 = { instancePath: instancePath + "/gates/vulnerabilities/except", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/maxItems", keyword: "maxItems", params: { limit: 1e3 }, message: "must NOT have more than 1000 items", schema: 1e3, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except, data: data75 };
                  if (vErrors === null) {
                    vErrors = [err202];
                  } else {
                    vErrors.push(err202);
                  }
                  errors++;
                }
                const len20 = data75.length;
                for (let i28 = 0; i28 < len20; i28++) {
                  let data76 = data75[i28];
                  if (data76 && typeof data76 == "object" && !Array.isArray(data76)) {
                    if (data76.id === void 0) {
                      const err203 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28, schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/required", keyword: "required", params: { missingProperty: "id" }, message: "must have required property 'id'", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.required, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items, data: data76 };
                      if (vErrors === null) {
                        vErrors = [err203];
                      } else {
                        vErrors.push(err203);
                      }
                      errors++;
                    }
                    if (data76.until === void 0) {
                      const err204 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28, schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/required", keyword: "required", params: { missingProperty: "until" }, message: "must have required property 'until'", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.required, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items, data: data76 };
                      if (vErrors === null) {
                        vErrors = [err204];
                      } else {
                        vErrors.push(err204);
                      }
                      errors++;
                    }
                    for (const key13 in data76) {
                      if (!(key13 === "id" || key13 === "until" || key13 === "reason")) {
                        const err205 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28, schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key13 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items, data: data76 };
                        if (vErrors === null) {
                          vErrors = [err205];
                        } else {
                          vErrors.push(err205);
                        }
                        errors++;
                      }
                    }
                    if (data76.id !== void 0) {
                      let data77 = data76.id;
                      if (typeof data77 === "string") {
                        if (func1(data77) > 128) {
                          const err206 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/id", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/id/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters", schema: 128, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.id, data: data77 };
                          if (vErrors === null) {
                            vErrors = [err206];
                          } else {
                            vErrors.push(err206);
                          }
                          errors++;
                        }
                        if (func1(data77) < 1) {
                          const err207 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/id", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.id, data: data77 };
                          if (vErrors === null) {
                            vErrors = [err207];
                          } else {
                            vErrors.push(err207);
                          }
                          errors++;
                        }
                      } else {
                        const err208 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/id", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/id/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.id.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.id, data: data77 };
                        if (vErrors === null) {
                          vErrors = [err208];
                        } else {
                          vErrors.push(err208);
                        }
                        errors++;
                      }
                    }
                    if (data76.until !== void 0) {
                      let data78 = data76.until;
                      if (typeof data78 === "string") {
                        if (!pattern13.test(data78)) {
                          const err209 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/until", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/until/pattern", keyword: "pattern", params: { pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }, message: 'must match pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"', schema: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.until, data: data78 };
                          if (vErrors === null) {
                            vErrors = [err209];
                          } else {
                            vErrors.push(err209);
                          }
                          errors++;
                        }
                      } else {
                        const err210 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/until", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/until/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.until.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.until, data: data78 };
                        if (vErrors === null) {
                          vErrors = [err210];
                        } else {
                          vErrors.push(err210);
                        }
                        errors++;
                      }
                    }
                    if (data76.reason !== void 0) {
                      let data79 = data76.reason;
                      if (typeof data79 === "string") {
                        if (func1(data79) > 1024) {
                          const err211 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/reason", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/reason/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.reason, data: data79 };
                          if (vErrors === null) {
                            vErrors = [err211];
                          } else {
                            vErrors.push(err211);
                          }
                          errors++;
                        }
                        if (func1(data79) < 1) {
                          const err212 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/reason", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/reason/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.reason, data: data79 };
                          if (vErrors === null) {
                            vErrors = [err212];
                          } else {
                            vErrors.push(err212);
                          }
                          errors++;
                        }
                      } else {
                        const err213 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28 + "/reason", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.reason.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.properties.reason, data: data79 };
                        if (vErrors === null) {
                          vErrors = [err213];
                        } else {
                          vErrors.push(err213);
                        }
                        errors++;
                      }
                    }
                  } else {
                    const err214 = { instancePath: instancePath + "/gates/vulnerabilities/except/" + i28, schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/items/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.items.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except.items, data: data76 };
                    if (vErrors === null) {
                      vErrors = [err214];
                    } else {
                      vErrors.push(err214);
                    }
                    errors++;
                  }
                }
              } else {
                const err215 = { instancePath: instancePath + "/gates/vulnerabilities/except", schemaPath: "#/properties/gates/properties/vulnerabilities/properties/except/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.gates.properties.vulnerabilities.properties.except.type, parentSchema: schema32.properties.gates.properties.vulnerabilities.properties.except, data: data75 };
                if (vErrors === null) {
                  vErrors = [err215];
                } else {
                  vErrors.push(err215);
                }
                errors++;
              }
            }
            if (data70.appliesTo !== void 0) {
              let data80 = data70.appliesTo;
              if (Array.isArray(data80)) {
                if (data80.length > 2) {
                  const err216 = { instancePath: instancePath + "/gates/vulnerabilities/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data80 };
                  if (vErrors === null) {
                    vErrors = [err216];
                  } else {
                    vErrors.push(err216);
                  }
                  errors++;
                }
                if (data80.length < 1) {
                  const err217 = { instancePath: instancePath + "/gates/vulnerabilities/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data80 };
                  if (vErrors === null) {
                    vErrors = [err217];
                  } else {
                    vErrors.push(err217);
                  }
                  errors++;
                }
                const len21 = data80.length;
                for (let i29 = 0; i29 < len21; i29++) {
                  let data81 = data80[i29];
                  if (!(data81 === "promotion" || data81 === "rollback")) {
                    const err218 = { instancePath: instancePath + "/gates/vulnerabilities/appliesTo/" + i29, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data81 };
                    if (vErrors === null) {
                      vErrors = [err218];
                    } else {
                      vErrors.push(err218);
                    }
                    errors++;
                  }
                }
                let i30 = data80.length;
                let j8;
                if (i30 > 1) {
                  outer8:
                    for (; i30--; ) {
                      for (j8 = i30; j8--; ) {
                        if (func0(data80[i30], data80[j8])) {
                          const err219 = { instancePath: instancePath + "/gates/vulnerabilities/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i30, j: j8 }, message: "must NOT have duplicate items (items ## " + j8 + " and " + i30 + " are identical)", schema: true, parentSchema: schema37, data: data80 };
                          if (vErrors === null) {
                            vErrors = [err219];
                          } else {
                            vErrors.push(err219);
                          }
                          errors++;
                          break outer8;
                        }
                      }
                    }
                }
              } else {
                const err220 = { instancePath: instancePath + "/gates/vulnerabilities/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data80 };
                if (vErrors === null) {
                  vErrors = [err220];
                } else {
                  vErrors.push(err220);
                }
                errors++;
              }
            }
            if (data70.overridable !== void 0) {
              let data82 = data70.overridable;
              if (typeof data82 !== "boolean") {
                const err221 = { instancePath: instancePath + "/gates/vulnerabilities/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data82 };
                if (vErrors === null) {
                  vErrors = [err221];
                } else {
                  vErrors.push(err221);
                }
                errors++;
              }
            }
          } else {
            const err222 = { instancePath: instancePath + "/gates/vulnerabilities", schemaPath: "#/properties/gates/properties/vulnerabilities/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.vulnerabilities.type, parentSchema: schema32.properties.gates.properties.vulnerabilities, data: data70 };
            if (vErrors === null) {
              vErrors = [err222];
            } else {
              vErrors.push(err222);
            }
            errors++;
          }
        }
        if (data14.approvals !== void 0) {
          let data83 = data14.approvals;
          if (data83 && typeof data83 == "object" && !Array.isArray(data83)) {
            if (data83.count === void 0) {
              const err223 = { instancePath: instancePath + "/gates/approvals", schemaPath: "#/properties/gates/properties/approvals/required", keyword: "required", params: { missingProperty: "count" }, message: "must have required property 'count'", schema: schema32.properties.gates.properties.approvals.required, parentSchema: schema32.properties.gates.properties.approvals, data: data83 };
              if (vErrors === null) {
                vErrors = [err223];
              } else {
                vErrors.push(err223);
              }
              errors++;
            }
            for (const key14 in data83) {
              if (!(key14 === "count" || key14 === "allowedSigners" || key14 === "revoked" || key14 === "selfApproval" || key14 === "validFor" || key14 === "unsigned" || key14 === "appliesTo" || key14 === "overridable")) {
                const err224 = { instancePath: instancePath + "/gates/approvals", schemaPath: "#/properties/gates/properties/approvals/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key14 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.gates.properties.approvals, data: data83 };
                if (vErrors === null) {
                  vErrors = [err224];
                } else {
                  vErrors.push(err224);
                }
                errors++;
              }
            }
            if (data83.count !== void 0) {
              let data84 = data83.count;
              if (!(typeof data84 == "number" && (!(data84 % 1) && !isNaN(data84)) && isFinite(data84))) {
                const err225 = { instancePath: instancePath + "/gates/approvals/count", schemaPath: "#/properties/gates/properties/approvals/properties/count/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema32.properties.gates.properties.approvals.properties.count.type, parentSchema: schema32.properties.gates.properties.approvals.properties.count, data: data84 };
                if (vErrors === null) {
                  vErrors = [err225];
                } else {
                  vErrors.push(err225);
                }
                errors++;
              }
              if (typeof data84 == "number" && isFinite(data84)) {
                if (data84 > 32 || isNaN(data84)) {
                  const err226 = { instancePath: instancePath + "/gates/approvals/count", schemaPath: "#/properties/gates/properties/approvals/properties/count/maximum", keyword: "maximum", params: { comparison: "<=", limit: 32 }, message: "must be <= 32", schema: 32, parentSchema: schema32.properties.gates.properties.approvals.properties.count, data: data84 };
                  if (vErrors === null) {
                    vErrors = [err226];
                  } else {
                    vErrors.push(err226);
                  }
                  errors++;
                }
                if (data84 < 1 || isNaN(data84)) {
                  const err227 = { instancePath: instancePath + "/gates/approvals/count", schemaPath: "#/properties/gates/properties/approvals/properties/count/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema32.properties.gates.properties.approvals.properties.count, data: data84 };
                  if (vErrors === null) {
                    vErrors = [err227];
                  } else {
                    vErrors.push(err227);
                  }
                  errors++;
                }
              }
            }
            if (data83.allowedSigners !== void 0) {
              let data85 = data83.allowedSigners;
              if (typeof data85 === "string") {
                if (func1(data85) > 4096) {
                  const err228 = { instancePath: instancePath + "/gates/approvals/allowedSigners", schemaPath: "#/properties/gates/properties/approvals/properties/allowedSigners/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.gates.properties.approvals.properties.allowedSigners, data: data85 };
                  if (vErrors === null) {
                    vErrors = [err228];
                  } else {
                    vErrors.push(err228);
                  }
                  errors++;
                }
                if (func1(data85) < 1) {
                  const err229 = { instancePath: instancePath + "/gates/approvals/allowedSigners", schemaPath: "#/properties/gates/properties/approvals/properties/allowedSigners/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.approvals.properties.allowedSigners, data: data85 };
                  if (vErrors === null) {
                    vErrors = [err229];
                  } else {
                    vErrors.push(err229);
                  }
                  errors++;
                }
              } else {
                const err230 = { instancePath: instancePath + "/gates/approvals/allowedSigners", schemaPath: "#/properties/gates/properties/approvals/properties/allowedSigners/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.approvals.properties.allowedSigners.type, parentSchema: schema32.properties.gates.properties.approvals.properties.allowedSigners, data: data85 };
                if (vErrors === null) {
                  vErrors = [err230];
                } else {
                  vErrors.push(err230);
                }
                errors++;
              }
            }
            if (data83.revoked !== void 0) {
              let data86 = data83.revoked;
              if (typeof data86 === "string") {
                if (func1(data86) > 4096) {
                  const err231 = { instancePath: instancePath + "/gates/approvals/revoked", schemaPath: "#/properties/gates/properties/approvals/properties/revoked/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.gates.properties.approvals.properties.revoked, data: data86 };
                  if (vErrors === null) {
                    vErrors = [err231];
                  } else {
                    vErrors.push(err231);
                  }
                  errors++;
                }
                if (func1(data86) < 1) {
                  const err232 = { instancePath: instancePath + "/gates/approvals/revoked", schemaPath: "#/properties/gates/properties/approvals/properties/revoked/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.gates.properties.approvals.properties.revoked, data: data86 };
                  if (vErrors === null) {
                    vErrors = [err232];
                  } else {
                    vErrors.push(err232);
                  }
                  errors++;
                }
              } else {
                const err233 = { instancePath: instancePath + "/gates/approvals/revoked", schemaPath: "#/properties/gates/properties/approvals/properties/revoked/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.gates.properties.approvals.properties.revoked.type, parentSchema: schema32.properties.gates.properties.approvals.properties.revoked, data: data86 };
                if (vErrors === null) {
                  vErrors = [err233];
                } else {
                  vErrors.push(err233);
                }
                errors++;
              }
            }
            if (data83.selfApproval !== void 0) {
              let data87 = data83.selfApproval;
              if (typeof data87 !== "boolean") {
                const err234 = { instancePath: instancePath + "/gates/approvals/selfApproval", schemaPath: "#/properties/gates/properties/approvals/properties/selfApproval/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema32.properties.gates.properties.approvals.properties.selfApproval.type, parentSchema: schema32.properties.gates.properties.approvals.properties.selfApproval, data: data87 };
                if (vErrors === null) {
                  vErrors = [err234];
                } else {
                  vErrors.push(err234);
                }
                errors++;
              }
            }
            if (data83.validFor !== void 0) {
              let data88 = data83.validFor;
              if (typeof data88 === "string") {
                if (!pattern6.test(data88)) {
                  const err235 = { instancePath: instancePath + "/gates/approvals/validFor", schemaPath: "#/$defs/duration/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,5}(s|m|h|d|w)$" }, message: 'must match pattern "^[1-9][0-9]{0,5}(s|m|h|d|w)$"', schema: "^[1-9][0-9]{0,5}(s|m|h|d|w)$", parentSchema: schema39, data: data88 };
                  if (vErrors === null) {
                    vErrors = [err235];
                  } else {
                    vErrors.push(err235);
                  }
                  errors++;
                }
              } else {
                const err236 = { instancePath: instancePath + "/gates/approvals/validFor", schemaPath: "#/$defs/duration/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.type, parentSchema: schema39, data: data88 };
                if (vErrors === null) {
                  vErrors = [err236];
                } else {
                  vErrors.push(err236);
                }
                errors++;
              }
            }
            if (data83.unsigned !== void 0) {
              let data89 = data83.unsigned;
              if (!(data89 === "allow")) {
                const err237 = { instancePath: instancePath + "/gates/approvals/unsigned", schemaPath: "#/properties/gates/properties/approvals/properties/unsigned/enum", keyword: "enum", params: { allowedValues: schema32.properties.gates.properties.approvals.properties.unsigned.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.gates.properties.approvals.properties.unsigned.enum, parentSchema: schema32.properties.gates.properties.approvals.properties.unsigned, data: data89 };
                if (vErrors === null) {
                  vErrors = [err237];
                } else {
                  vErrors.push(err237);
                }
                errors++;
              }
            }
            if (data83.appliesTo !== void 0) {
              let data90 = data83.appliesTo;
              if (Array.isArray(data90)) {
                if (data90.length > 2) {
                  const err238 = { instancePath: instancePath + "/gates/approvals/appliesTo", schemaPath: "#/$defs/appliesTo/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema37, data: data90 };
                  if (vErrors === null) {
                    vErrors = [err238];
                  } else {
                    vErrors.push(err238);
                  }
                  errors++;
                }
                if (data90.length < 1) {
                  const err239 = { instancePath: instancePath + "/gates/approvals/appliesTo", schemaPath: "#/$defs/appliesTo/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37, data: data90 };
                  if (vErrors === null) {
                    vErrors = [err239];
                  } else {
                    vErrors.push(err239);
                  }
                  errors++;
                }
                const len22 = data90.length;
                for (let i31 = 0; i31 < len22; i31++) {
                  let data91 = data90[i31];
                  if (!(data91 === "promotion" || data91 === "rollback")) {
                    const err240 = { instancePath: instancePath + "/gates/approvals/appliesTo/" + i31, schemaPath: "#/$defs/appliesTo/items/enum", keyword: "enum", params: { allowedValues: schema37.items.enum }, message: "must be equal to one of the allowed values", schema: schema37.items.enum, parentSchema: schema37.items, data: data91 };
                    if (vErrors === null) {
                      vErrors = [err240];
                    } else {
                      vErrors.push(err240);
                    }
                    errors++;
                  }
                }
                let i32 = data90.length;
                let j9;
                if (i32 > 1) {
                  outer9:
                    for (; i32--; ) {
                      for (j9 = i32; j9--; ) {
                        if (func0(data90[i32], data90[j9])) {
                          const err241 = { instancePath: instancePath + "/gates/approvals/appliesTo", schemaPath: "#/$defs/appliesTo/uniqueItems", keyword: "uniqueItems", params: { i: i32, j: j9 }, message: "must NOT have duplicate items (items ## " + j9 + " and " + i32 + " are identical)", schema: true, parentSchema: schema37, data: data90 };
                          if (vErrors === null) {
                            vErrors = [err241];
                          } else {
                            vErrors.push(err241);
                          }
                          errors++;
                          break outer9;
                        }
                      }
                    }
                }
              } else {
                const err242 = { instancePath: instancePath + "/gates/approvals/appliesTo", schemaPath: "#/$defs/appliesTo/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.type, parentSchema: schema37, data: data90 };
                if (vErrors === null) {
                  vErrors = [err242];
                } else {
                  vErrors.push(err242);
                }
                errors++;
              }
            }
            if (data83.overridable !== void 0) {
              let data92 = data83.overridable;
              if (typeof data92 !== "boolean") {
                const err243 = { instancePath: instancePath + "/gates/approvals/overridable", schemaPath: "#/$defs/overridable/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema38.type, parentSchema: schema38, data: data92 };
                if (vErrors === null) {
                  vErrors = [err243];
                } else {
                  vErrors.push(err243);
                }
                errors++;
              }
            }
          } else {
            const err244 = { instancePath: instancePath + "/gates/approvals", schemaPath: "#/properties/gates/properties/approvals/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.properties.approvals.type, parentSchema: schema32.properties.gates.properties.approvals, data: data83 };
            if (vErrors === null) {
              vErrors = [err244];
            } else {
              vErrors.push(err244);
            }
            errors++;
          }
        }
        if (data14.command !== void 0) {
          let data93 = data14.command;
          const _errs253 = errors;
          let valid119 = false;
          const _errs254 = errors;
          if (!validate26(data93, { instancePath: instancePath + "/gates/command", parentData: data14, parentDataProperty: "command", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
            errors = vErrors.length;
          }
          var _valid10 = _errs254 === errors;
          valid119 = valid119 || _valid10;
          const _errs255 = errors;
          if (Array.isArray(data93)) {
            if (data93.length > 32) {
              const err245 = { instancePath: instancePath + "/gates/command", schemaPath: "#/properties/gates/properties/command/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 32 }, message: "must NOT have more than 32 items", schema: 32, parentSchema: schema32.properties.gates.properties.command.anyOf[1], data: data93 };
              if (vErrors === null) {
                vErrors = [err245];
              } else {
                vErrors.push(err245);
              }
              errors++;
            }
            if (data93.length < 1) {
              const err246 = { instancePath: instancePath + "/gates/command", schemaPath: "#/properties/gates/properties/command/anyOf/1/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.gates.properties.command.anyOf[1], data: data93 };
              if (vErrors === null) {
                vErrors = [err246];
              } else {
                vErrors.push(err246);
              }
              errors++;
            }
            const len23 = data93.length;
            for (let i33 = 0; i33 < len23; i33++) {
              if (!validate26(data93[i33], { instancePath: instancePath + "/gates/command/" + i33, parentData: data93, parentDataProperty: i33, rootData, dynamicAnchors })) {
                vErrors = vErrors === null ? validate26.errors : vErrors.concat(validate26.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err247 = { instancePath: instancePath + "/gates/command", schemaPath: "#/properties/gates/properties/command/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.gates.properties.command.anyOf[1].type, parentSchema: schema32.properties.gates.properties.command.anyOf[1], data: data93 };
            if (vErrors === null) {
              vErrors = [err247];
            } else {
              vErrors.push(err247);
            }
            errors++;
          }
          var _valid10 = _errs255 === errors;
          valid119 = valid119 || _valid10;
          if (!valid119) {
            const err248 = { instancePath: instancePath + "/gates/command", schemaPath: "#/properties/gates/properties/command/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema32.properties.gates.properties.command.anyOf, parentSchema: schema32.properties.gates.properties.command, data: data93 };
            if (vErrors === null) {
              vErrors = [err248];
            } else {
              vErrors.push(err248);
            }
            errors++;
          } else {
            errors = _errs253;
            if (vErrors !== null) {
              if (_errs253) {
                vErrors.length = _errs253;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err249 = { instancePath: instancePath + "/gates", schemaPath: "#/properties/gates/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.type, parentSchema: schema32.properties.gates, data: data14 };
        if (vErrors === null) {
          vErrors = [err249];
        } else {
          vErrors.push(err249);
        }
        errors++;
      }
    }
    if (data.attest !== void 0) {
      let data95 = data.attest;
      if (data95 && typeof data95 == "object" && !Array.isArray(data95)) {
        if (data95.key === void 0) {
          const err250 = { instancePath: instancePath + "/attest", schemaPath: "#/properties/attest/required", keyword: "required", params: { missingProperty: "key" }, message: "must have required property 'key'", schema: schema32.properties.attest.required, parentSchema: schema32.properties.attest, data: data95 };
          if (vErrors === null) {
            vErrors = [err250];
          } else {
            vErrors.push(err250);
          }
          errors++;
        }
        for (const key15 in data95) {
          if (!(key15 === "key" || key15 === "password" || key15 === "as" || key15 === "summaryKey" || key15 === "summaryPassword" || key15 === "format" || key15 === "verifier")) {
            const err251 = { instancePath: instancePath + "/attest", schemaPath: "#/properties/attest/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key15 }, message: "must NOT have additional properties", schema: false, parentSchema: schema32.properties.attest, data: data95 };
            if (vErrors === null) {
              vErrors = [err251];
            } else {
              vErrors.push(err251);
            }
            errors++;
          }
        }
        if (data95.key !== void 0) {
          let data96 = data95.key;
          if (typeof data96 === "string") {
            if (func1(data96) > 4096) {
              const err252 = { instancePath: instancePath + "/attest/key", schemaPath: "#/properties/attest/properties/key/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.attest.properties.key, data: data96 };
              if (vErrors === null) {
                vErrors = [err252];
              } else {
                vErrors.push(err252);
              }
              errors++;
            }
            if (func1(data96) < 1) {
              const err253 = { instancePath: instancePath + "/attest/key", schemaPath: "#/properties/attest/properties/key/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.attest.properties.key, data: data96 };
              if (vErrors === null) {
                vErrors = [err253];
              } else {
                vErrors.push(err253);
              }
              errors++;
            }
          } else {
            const err254 = { instancePath: instancePath + "/attest/key", schemaPath: "#/properties/attest/properties/key/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.attest.properties.key.type, parentSchema: schema32.properties.attest.properties.key, data: data96 };
            if (vErrors === null) {
              vErrors = [err254];
            } else {
              vErrors.push(err254);
            }
            errors++;
          }
        }
        if (data95.password !== void 0) {
          let data97 = data95.password;
          if (typeof data97 === "string") {
            if (func1(data97) > 256) {
              const err255 = { instancePath: instancePath + "/attest/password", schemaPath: "#/$defs/variable/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema74, data: data97 };
              if (vErrors === null) {
                vErrors = [err255];
              } else {
                vErrors.push(err255);
              }
              errors++;
            }
            if (!pattern17.test(data97)) {
              const err256 = { instancePath: instancePath + "/attest/password", schemaPath: "#/$defs/variable/pattern", keyword: "pattern", params: { pattern: "^env:[A-Za-z_][A-Za-z0-9_]*$" }, message: 'must match pattern "^env:[A-Za-z_][A-Za-z0-9_]*$"', schema: "^env:[A-Za-z_][A-Za-z0-9_]*$", parentSchema: schema74, data: data97 };
              if (vErrors === null) {
                vErrors = [err256];
              } else {
                vErrors.push(err256);
              }
              errors++;
            }
          } else {
            const err257 = { instancePath: instancePath + "/attest/password", schemaPath: "#/$defs/variable/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema74.type, parentSchema: schema74, data: data97 };
            if (vErrors === null) {
              vErrors = [err257];
            } else {
              vErrors.push(err257);
            }
            errors++;
          }
        }
        if (data95.as !== void 0) {
          let data98 = data95.as;
          if (Array.isArray(data98)) {
            if (data98.length > 2) {
              const err258 = { instancePath: instancePath + "/attest/as", schemaPath: "#/properties/attest/properties/as/maxItems", keyword: "maxItems", params: { limit: 2 }, message: "must NOT have more than 2 items", schema: 2, parentSchema: schema32.properties.attest.properties.as, data: data98 };
              if (vErrors === null) {
                vErrors = [err258];
              } else {
                vErrors.push(err258);
              }
              errors++;
            }
            if (data98.length < 1) {
              const err259 = { instancePath: instancePath + "/attest/as", schemaPath: "#/properties/attest/properties/as/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema32.properties.attest.properties.as, data: data98 };
              if (vErrors === null) {
                vErrors = [err259];
              } else {
                vErrors.push(err259);
              }
              errors++;
            }
            const len24 = data98.length;
            for (let i34 = 0; i34 < len24; i34++) {
              let data99 = data98[i34];
              if (!(data99 === "record" || data99 === "summary")) {
                const err260 = { instancePath: instancePath + "/attest/as/" + i34, schemaPath: "#/properties/attest/properties/as/items/enum", keyword: "enum", params: { allowedValues: schema32.properties.attest.properties.as.items.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.attest.properties.as.items.enum, parentSchema: schema32.properties.attest.properties.as.items, data: data99 };
                if (vErrors === null) {
                  vErrors = [err260];
                } else {
                  vErrors.push(err260);
                }
                errors++;
              }
            }
            let i35 = data98.length;
            let j10;
            if (i35 > 1) {
              outer10:
                for (; i35--; ) {
                  for (j10 = i35; j10--; ) {
                    if (func0(data98[i35], data98[j10])) {
                      const err261 = { instancePath: instancePath + "/attest/as", schemaPath: "#/properties/attest/properties/as/uniqueItems", keyword: "uniqueItems", params: { i: i35, j: j10 }, message: "must NOT have duplicate items (items ## " + j10 + " and " + i35 + " are identical)", schema: true, parentSchema: schema32.properties.attest.properties.as, data: data98 };
                      if (vErrors === null) {
                        vErrors = [err261];
                      } else {
                        vErrors.push(err261);
                      }
                      errors++;
                      break outer10;
                    }
                  }
                }
            }
          } else {
            const err262 = { instancePath: instancePath + "/attest/as", schemaPath: "#/properties/attest/properties/as/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema32.properties.attest.properties.as.type, parentSchema: schema32.properties.attest.properties.as, data: data98 };
            if (vErrors === null) {
              vErrors = [err262];
            } else {
              vErrors.push(err262);
            }
            errors++;
          }
        }
        if (data95.summaryKey !== void 0) {
          let data100 = data95.summaryKey;
          if (typeof data100 === "string") {
            if (func1(data100) > 4096) {
              const err263 = { instancePath: instancePath + "/attest/summaryKey", schemaPath: "#/properties/attest/properties/summaryKey/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema32.properties.attest.properties.summaryKey, data: data100 };
              if (vErrors === null) {
                vErrors = [err263];
              } else {
                vErrors.push(err263);
              }
              errors++;
            }
            if (func1(data100) < 1) {
              const err264 = { instancePath: instancePath + "/attest/summaryKey", schemaPath: "#/properties/attest/properties/summaryKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema32.properties.attest.properties.summaryKey, data: data100 };
              if (vErrors === null) {
                vErrors = [err264];
              } else {
                vErrors.push(err264);
              }
              errors++;
            }
          } else {
            const err265 = { instancePath: instancePath + "/attest/summaryKey", schemaPath: "#/properties/attest/properties/summaryKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.attest.properties.summaryKey.type, parentSchema: schema32.properties.attest.properties.summaryKey, data: data100 };
            if (vErrors === null) {
              vErrors = [err265];
            } else {
              vErrors.push(err265);
            }
            errors++;
          }
        }
        if (data95.summaryPassword !== void 0) {
          let data101 = data95.summaryPassword;
          if (typeof data101 === "string") {
            if (func1(data101) > 256) {
              const err266 = { instancePath: instancePath + "/attest/summaryPassword", schemaPath: "#/$defs/variable/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema74, data: data101 };
              if (vErrors === null) {
                vErrors = [err266];
              } else {
                vErrors.push(err266);
              }
              errors++;
            }
            if (!pattern17.test(data101)) {
              const err267 = { instancePath: instancePath + "/attest/summaryPassword", schemaPath: "#/$defs/variable/pattern", keyword: "pattern", params: { pattern: "^env:[A-Za-z_][A-Za-z0-9_]*$" }, message: 'must match pattern "^env:[A-Za-z_][A-Za-z0-9_]*$"', schema: "^env:[A-Za-z_][A-Za-z0-9_]*$", parentSchema: schema74, data: data101 };
              if (vErrors === null) {
                vErrors = [err267];
              } else {
                vErrors.push(err267);
              }
              errors++;
            }
          } else {
            const err268 = { instancePath: instancePath + "/attest/summaryPassword", schemaPath: "#/$defs/variable/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema74.type, parentSchema: schema74, data: data101 };
            if (vErrors === null) {
              vErrors = [err268];
            } else {
              vErrors.push(err268);
            }
            errors++;
          }
        }
        if (data95.format !== void 0) {
          let data102 = data95.format;
          if (!(data102 === "bundle" || data102 === "tag")) {
            const err269 = { instancePath: instancePath + "/attest/format", schemaPath: "#/properties/attest/properties/format/enum", keyword: "enum", params: { allowedValues: schema32.properties.attest.properties.format.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.attest.properties.format.enum, parentSchema: schema32.properties.attest.properties.format, data: data102 };
            if (vErrors === null) {
              vErrors = [err269];
            } else {
              vErrors.push(err269);
            }
            errors++;
          }
        }
        if (data95.verifier !== void 0) {
          let data103 = data95.verifier;
          if (typeof data103 === "string") {
            if (func1(data103) > 2048) {
              const err270 = { instancePath: instancePath + "/attest/verifier", schemaPath: "#/properties/attest/properties/verifier/maxLength", keyword: "maxLength", params: { limit: 2048 }, message: "must NOT have more than 2048 characters", schema: 2048, parentSchema: schema32.properties.attest.properties.verifier, data: data103 };
              if (vErrors === null) {
                vErrors = [err270];
              } else {
                vErrors.push(err270);
              }
              errors++;
            }
            if (!pattern19.test(data103)) {
              const err271 = { instancePath: instancePath + "/attest/verifier", schemaPath: "#/properties/attest/properties/verifier/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$" }, message: 'must match pattern "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$"', schema: "^[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+$", parentSchema: schema32.properties.attest.properties.verifier, data: data103 };
              if (vErrors === null) {
                vErrors = [err271];
              } else {
                vErrors.push(err271);
              }
              errors++;
            }
          } else {
            const err272 = { instancePath: instancePath + "/attest/verifier", schemaPath: "#/properties/attest/properties/verifier/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema32.properties.attest.properties.verifier.type, parentSchema: schema32.properties.attest.properties.verifier, data: data103 };
            if (vErrors === null) {
              vErrors = [err272];
            } else {
              vErrors.push(err272);
            }
            errors++;
          }
        }
      } else {
        const err273 = { instancePath: instancePath + "/attest", schemaPath: "#/properties/attest/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.attest.type, parentSchema: schema32.properties.attest, data: data95 };
        if (vErrors === null) {
          vErrors = [err273];
        } else {
          vErrors.push(err273);
        }
        errors++;
      }
    }
    if (data.onFailure !== void 0) {
      let data104 = data.onFailure;
      if (!(data104 === "restore" || data104 === "keep")) {
        const err274 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/enum", keyword: "enum", params: { allowedValues: schema32.properties.onFailure.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.onFailure.enum, parentSchema: schema32.properties.onFailure, data: data104 };
        if (vErrors === null) {
          vErrors = [err274];
        } else {
          vErrors.push(err274);
        }
        errors++;
      }
    }
    if (data.retain !== void 0) {
      let data105 = data.retain;
      if (!(typeof data105 == "number" && (!(data105 % 1) && !isNaN(data105)) && isFinite(data105))) {
        const err275 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema32.properties.retain.type, parentSchema: schema32.properties.retain, data: data105 };
        if (vErrors === null) {
          vErrors = [err275];
        } else {
          vErrors.push(err275);
        }
        errors++;
      }
      if (typeof data105 == "number" && isFinite(data105)) {
        if (data105 > 100 || isNaN(data105)) {
          const err276 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema32.properties.retain, data: data105 };
          if (vErrors === null) {
            vErrors = [err276];
          } else {
            vErrors.push(err276);
          }
          errors++;
        }
        if (data105 < 0 || isNaN(data105)) {
          const err277 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema32.properties.retain, data: data105 };
          if (vErrors === null) {
            vErrors = [err277];
          } else {
            vErrors.push(err277);
          }
          errors++;
        }
      }
    }
  } else {
    const err278 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.type, parentSchema: schema32, data };
    if (vErrors === null) {
      vErrors = [err278];
    } else {
      vErrors.push(err278);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema76 = { "title": "Image", "description": "A logical image and which of its tags are promoted.", "type": "object", "additionalProperties": false, "required": ["name", "select"], "x-expected": "an image with a name and a select", "properties": { "name": { "title": "Name", "description": "What the image is called; {image} in templates. Lower-case path parts, joined by slashes.", "type": "string", "pattern": "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "maxLength": 255, "examples": ["api", "team/web"], "x-expected": "lower-case path parts such as api or team/web" }, "select": { "title": "Select", "description": "Which tags are promoted, as found in the source environment: a tag, a glob, a rule, or a list of them. An image on the command line replaces it for that run.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }, { "type": "array", "minItems": 1, "maxItems": 256, "items": { "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }], "x-expected": "a tag, a glob, or one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }" } }], "examples": [["1.4.2"], "{env}", { "semver": ">=2.0 <3", "newest": 1 }], "x-expected": "a tag, a glob, one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }, or a list of them" }, "exclude": { "title": "Exclude", "description": "Tags that select does not take, whatever it says: a tag, a glob, or a list of them. They are left out before newest counts. A digest in select is taken whatever tags it has, and a tag that the command line names is taken with a warning.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "type": "array", "maxItems": 256, "items": { "$ref": "#/$defs/tagSelector", "x-expected": "a tag or a glob such as *-rc*" } }], "default": [], "examples": [["1.4.3", "*-rc*"]], "x-expected": "a tag, a glob, or a list of them" }, "platforms": { "title": "Platforms", "description": "Platforms that must be present in the image. Nothing is ever filtered: that would change the digest.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "os/architecture or os/architecture/variant, such as linux/amd64" }, "default": [], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "repository": { "title": "Repository by environment", "description": "Repository templates that replace those of single environments for this image.", "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "a repository such as docker.io/acme/web" }, "examples": [{ "prod": "docker.io/acme/web" }], "x-expected": "environments, each with a repository" }, "optional": { "title": "Optional", "description": "Whether it is fine that select matches nothing.", "type": "boolean", "default": false, "x-expected": "true or false" } } };
var schema77 = { "title": "Tag or glob", "description": "An exact tag, or a glob: * is any text, ? one character, [0-9] one of a set. {env} stands for the source environment's name.", "type": "string", "minLength": 1, "maxLength": 256, "examples": ["1.4.2", "1.4.*", "{env}"] };
var schema78 = { "title": "Rule", "description": "Tags by version range or regular expression, or one digest.", "type": "object", "additionalProperties": false, "x-expected": "one of semver, regex and digest", "properties": { "semver": { "title": "Version range", "description": "A semantic version range as npm has it. A leading v of a tag does not matter; prereleases match only where the range names one.", "type": "string", "minLength": 1, "maxLength": 256, "examples": [">=2.0 <3", "^1.4"], "x-expected": 'a version range such as ">=2.0 <3"' }, "regex": { "title": "Regular expression", "description": "RE2 syntax (no lookaround, no backreferences), found anywhere in the tag unless anchored with ^ and $.", "type": "string", "minLength": 1, "maxLength": 1e3, "examples": ["^v\\d+$"], "x-expected": 'a regular expression such as "^v\\\\d+$"' }, "newest": { "title": "Newest", "description": "How many of the matching tags, the highest first. Default: all.", "type": "integer", "minimum": 1, "maximum": 1e4, "examples": [1], "x-expected": "a whole number from 1 to 10000" }, "digest": { "title": "Digest", "description": "Exactly this content.", "type": "string", "pattern": "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "x-expected": "a digest: sha256: and 64 lower-case hex digits" } }, "oneOf": [{ "required": ["semver"] }, { "required": ["regex"] }, { "required": ["digest"] }], "dependentSchemas": { "digest": { "properties": { "newest": false } } } };
var pattern20 = new RegExp("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "u");
var pattern21 = new RegExp("^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "u");
function validate30(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate30.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema76.required, parentSchema: schema76, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.select === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "select" }, message: "must have required property 'select'", schema: schema76.required, parentSchema: schema76, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "name" || key0 === "select" || key0 === "exclude" || key0 === "platforms" || key0 === "repository" || key0 === "optional")) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema76, data };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.name !== void 0) {
      let data0 = data.name;
      if (typeof data0 === "string") {
        if (func1(data0) > 255) {
          const err3 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema76.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern20.test(data0)) {
          const err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$" }, message: 'must match pattern "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$"', schema: "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", parentSchema: schema76.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema76.properties.name.type, parentSchema: schema76.properties.name, data: data0 };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.select !== void 0) {
      let data1 = data.select;
      const _errs5 = errors;
      let valid1 = false;
      const _errs6 = errors;
      if (typeof data1 === "string") {
        if (func1(data1) > 256) {
          const err6 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema77, data: data1 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err7 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema77, data: data1 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema77.type, parentSchema: schema77, data: data1 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      var _valid0 = _errs6 === errors;
      valid1 = valid1 || _valid0;
      const _errs9 = errors;
      const _errs12 = errors;
      let valid4 = false;
      let passing0 = null;
      const _errs13 = errors;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.semver === void 0) {
          const err9 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/0/required", keyword: "required", params: { missingProperty: "semver" }, message: "must have required property 'semver'", schema: schema78.oneOf[0].required, parentSchema: schema78.oneOf[0], data: data1 };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
      }
      var _valid1 = _errs13 === errors;
      if (_valid1) {
        valid4 = true;
        passing0 = 0;
      }
      const _errs14 = errors;
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        if (data1.regex === void 0) {
          const err10 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/1/required", keyword: "required", params: { missingProperty: "regex" }, message: "must have required property 'regex'", schema: schema78.oneOf[1].required, parentSchema: schema78.oneOf[1], data: data1 };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      }
      var _valid1 = _errs14 === errors;
      if (_valid1 && valid4) {
        valid4 = false;
        passing0 = [passing0, 1];
      } else {
        if (_valid1) {
          valid4 = true;
          passing0 = 1;
        }
        const _errs15 = errors;
        if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
          if (data1.digest === void 0) {
            const err11 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/2/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'", schema: schema78.oneOf[2].required, parentSchema: schema78.oneOf[2], data: data1 };
            if (vErrors === null) {
              vErrors = [err11];
            } else {
              vErrors.push(err11);
            }
            errors++;
          }
        }
        var _valid1 = _errs15 === errors;
        if (_valid1 && valid4) {
          valid4 = false;
          passing0 = [passing0, 2];
        } else {
          if (_valid1) {
            valid4 = true;
            passing0 = 2;
          }
        }
      }
      if (!valid4) {
        const err12 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf", schema: schema78.oneOf, parentSchema: schema78, data: data1 };
        if (vErrors === null) {
          vErrors = [err12];
        } else {
          vErrors.push(err12);
        }
        errors++;
      } else {
        errors = _errs12;
        if (vErrors !== null) {
          if (_errs12) {
            vErrors.length = _errs12;
          } else {
            vErrors = null;
          }
        }
      }
      if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
        for (const key1 in data1) {
          if (!(key1 === "semver" || key1 === "regex" || key1 === "newest" || key1 === "digest")) {
            const err13 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema78, data: data1 };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data1.semver !== void 0) {
          let data2 = data1.semver;
          if (typeof data2 === "string") {
            if (func1(data2) > 256) {
              const err14 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema78.properties.semver, data: data2 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            if (func1(data2) < 1) {
              const err15 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema78.properties.semver, data: data2 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          } else {
            const err16 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.semver.type, parentSchema: schema78.properties.semver, data: data2 };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data1.regex !== void 0) {
          let data3 = data1.regex;
          if (typeof data3 === "string") {
            if (func1(data3) > 1e3) {
              const err17 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/maxLength", keyword: "maxLength", params: { limit: 1e3 }, message: "must NOT have more than 1000 characters", schema: 1e3, parentSchema: schema78.properties.regex, data: data3 };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
            if (func1(data3) < 1) {
              const err18 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema78.properties.regex, data: data3 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.regex.type, parentSchema: schema78.properties.regex, data: data3 };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data1.newest !== void 0) {
          let data4 = data1.newest;
          if (!(typeof data4 == "number" && (!(data4 % 1) && !isNaN(data4)) && isFinite(data4))) {
            const err20 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema78.properties.newest.type, parentSchema: schema78.properties.newest, data: data4 };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 1e4 || isNaN(data4)) {
              const err21 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema78.properties.newest, data: data4 };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
            if (data4 < 1 || isNaN(data4)) {
              const err22 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema78.properties.newest, data: data4 };
              if (vErrors === null) {
                vErrors = [err22];
              } else {
                vErrors.push(err22);
              }
              errors++;
            }
          }
        }
        if (data1.digest !== void 0) {
          let data5 = data1.digest;
          if (typeof data5 === "string") {
            if (!pattern21.test(data5)) {
              const err23 = { instancePath: instancePath + "/select/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"', schema: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", parentSchema: schema78.properties.digest, data: data5 };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
          } else {
            const err24 = { instancePath: instancePath + "/select/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.digest.type, parentSchema: schema78.properties.digest, data: data5 };
            if (vErrors === null) {
              vErrors = [err24];
            } else {
              vErrors.push(err24);
            }
            errors++;
          }
        }
        if (data1.digest !== void 0) {
          if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
            if (data1.newest !== void 0) {
              const err25 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/dependentSchemas/digest/properties/newest/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema78.dependentSchemas.digest.properties.newest, data: data1.newest };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          }
        }
      } else {
        const err26 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema78.type, parentSchema: schema78, data: data1 };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
      var _valid0 = _errs9 === errors;
      valid1 = valid1 || _valid0;
      const _errs26 = errors;
      if (Array.isArray(data1)) {
        if (data1.length > 256) {
          const err27 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema76.properties.select.anyOf[2], data: data1 };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err28 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema76.properties.select.anyOf[2], data: data1 };
          if (vErrors === null) {
            vErrors = [err28];
          } else {
            vErrors.push(err28);
          }
          errors++;
        }
        const len0 = data1.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data7 = data1[i0];
          const _errs29 = errors;
          let valid10 = false;
          const _errs30 = errors;
          if (typeof data7 === "string") {
            if (func1(data7) > 256) {
              const err29 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema77, data: data7 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            if (func1(data7) < 1) {
              const err30 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema77, data: data7 };
              if (vErrors === null) {
                vErrors = [err30];
              } else {
                vErrors.push(err30);
              }
              errors++;
            }
          } else {
            const err31 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema77.type, parentSchema: schema77, data: data7 };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
          var _valid2 = _errs30 === errors;
          valid10 = valid10 || _valid2;
          const _errs33 = errors;
          const _errs36 = errors;
          let valid13 = false;
          let passing1 = null;
          const _errs37 = errors;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            if (data7.semver === void 0) {
              const err32 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/0/required", keyword: "required", params: { missingProperty: "semver" }, message: "must have required property 'semver'", schema: schema78.oneOf[0].required, parentSchema: schema78.oneOf[0], data: data7 };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
          }
          var _valid3 = _errs37 === errors;
          if (_valid3) {
            valid13 = true;
            passing1 = 0;
          }
          const _errs38 = errors;
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            if (data7.regex === void 0) {
              const err33 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/1/required", keyword: "required", params: { missingProperty: "regex" }, message: "must have required property 'regex'", schema: schema78.oneOf[1].required, parentSchema: schema78.oneOf[1], data: data7 };
              if (vErrors === null) {
                vErrors = [err33];
              } else {
                vErrors.push(err33);
              }
              errors++;
            }
          }
          var _valid3 = _errs38 === errors;
          if (_valid3 && valid13) {
            valid13 = false;
            passing1 = [passing1, 1];
          } else {
            if (_valid3) {
              valid13 = true;
              passing1 = 1;
            }
            const _errs39 = errors;
            if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
              if (data7.digest === void 0) {
                const err34 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/2/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'", schema: schema78.oneOf[2].required, parentSchema: schema78.oneOf[2], data: data7 };
                if (vErrors === null) {
                  vErrors = [err34];
                } else {
                  vErrors.push(err34);
                }
                errors++;
              }
            }
            var _valid3 = _errs39 === errors;
            if (_valid3 && valid13) {
              valid13 = false;
              passing1 = [passing1, 2];
            } else {
              if (_valid3) {
                valid13 = true;
                passing1 = 2;
              }
            }
          }
          if (!valid13) {
            const err35 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf", keyword: "oneOf", params: { passingSchemas: passing1 }, message: "must match exactly one schema in oneOf", schema: schema78.oneOf, parentSchema: schema78, data: data7 };
            if (vErrors === null) {
              vErrors = [err35];
            } else {
              vErrors.push(err35);
            }
            errors++;
          } else {
            errors = _errs36;
            if (vErrors !== null) {
              if (_errs36) {
                vErrors.length = _errs36;
              } else {
                vErrors = null;
              }
            }
          }
          if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
            for (const key2 in data7) {
              if (!(key2 === "semver" || key2 === "regex" || key2 === "newest" || key2 === "digest")) {
                const err36 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema78, data: data7 };
                if (vErrors === null) {
                  vErrors = [err36];
                } else {
                  vErrors.push(err36);
                }
                errors++;
              }
            }
            if (data7.semver !== void 0) {
              let data8 = data7.semver;
              if (typeof data8 === "string") {
                if (func1(data8) > 256) {
                  const err37 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema78.properties.semver, data: data8 };
                  if (vErrors === null) {
                    vErrors = [err37];
                  } else {
                    vErrors.push(err37);
                  }
                  errors++;
                }
                if (func1(data8) < 1) {
                  const err38 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema78.properties.semver, data: data8 };
                  if (vErrors === null) {
                    vErrors = [err38];
                  } else {
                    vErrors.push(err38);
                  }
                  errors++;
                }
              } else {
                const err39 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.semver.type, parentSchema: schema78.properties.semver, data: data8 };
                if (vErrors === null) {
                  vErrors = [err39];
                } else {
                  vErrors.push(err39);
                }
                errors++;
              }
            }
            if (data7.regex !== void 0) {
              let data9 = data7.regex;
              if (typeof data9 === "string") {
                if (func1(data9) > 1e3) {
                  const err40 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/maxLength", keyword: "maxLength", params: { limit: 1e3 }, message: "must NOT have more than 1000 characters", schema: 1e3, parentSchema: schema78.properties.regex, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err40];
                  } else {
                    vErrors.push(err40);
                  }
                  errors++;
                }
                if (func1(data9) < 1) {
                  const err41 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema78.properties.regex, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err41];
                  } else {
                    vErrors.push(err41);
                  }
                  errors++;
                }
              } else {
                const err42 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.regex.type, parentSchema: schema78.properties.regex, data: data9 };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            }
            if (data7.newest !== void 0) {
              let data10 = data7.newest;
              if (!(typeof data10 == "number" && (!(data10 % 1) && !isNaN(data10)) && isFinite(data10))) {
                const err43 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema78.properties.newest.type, parentSchema: schema78.properties.newest, data: data10 };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
              if (typeof data10 == "number" && isFinite(data10)) {
                if (data10 > 1e4 || isNaN(data10)) {
                  const err44 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema78.properties.newest, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err44];
                  } else {
                    vErrors.push(err44);
                  }
                  errors++;
                }
                if (data10 < 1 || isNaN(data10)) {
                  const err45 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema78.properties.newest, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err45];
                  } else {
                    vErrors.push(err45);
                  }
                  errors++;
                }
              }
            }
            if (data7.digest !== void 0) {
              let data11 = data7.digest;
              if (typeof data11 === "string") {
                if (!pattern21.test(data11)) {
                  const err46 = { instancePath: instancePath + "/select/" + i0 + "/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"', schema: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", parentSchema: schema78.properties.digest, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err46];
                  } else {
                    vErrors.push(err46);
                  }
                  errors++;
                }
              } else {
                const err47 = { instancePath: instancePath + "/select/" + i0 + "/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema78.properties.digest.type, parentSchema: schema78.properties.digest, data: data11 };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data7.digest !== void 0) {
              if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
                if (data7.newest !== void 0) {
                  const err48 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/dependentSchemas/digest/properties/newest/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema78.dependentSchemas.digest.properties.newest, data: data7.newest };
                  if (vErrors === null) {
                    vErrors = [err48];
                  } else {
                    vErrors.push(err48);
                  }
                  errors++;
                }
              }
            }
          } else {
            const err49 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema78.type, parentSchema: schema78, data: data7 };
            if (vErrors === null) {
              vErrors = [err49];
            } else {
              vErrors.push(err49);
            }
            errors++;
          }
          var _valid2 = _errs33 === errors;
          valid10 = valid10 || _valid2;
          if (!valid10) {
            const err50 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/properties/select/anyOf/2/items/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema76.properties.select.anyOf[2].items.anyOf, parentSchema: schema76.properties.select.anyOf[2].items, data: data7 };
            if (vErrors === null) {
              vErrors = [err50];
            } else {
              vErrors.push(err50);
            }
            errors++;
          } else {
            errors = _errs29;
            if (vErrors !== null) {
              if (_errs29) {
                vErrors.length = _errs29;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err51 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema76.properties.select.anyOf[2].type, parentSchema: schema76.properties.select.anyOf[2], data: data1 };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
      var _valid0 = _errs26 === errors;
      valid1 = valid1 || _valid0;
      if (!valid1) {
        const err52 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema76.properties.select.anyOf, parentSchema: schema76.properties.select, data: data1 };
        if (vErrors === null) {
          vErrors = [err52];
        } else {
          vErrors.push(err52);
        }
        errors++;
      } else {
        errors = _errs5;
        if (vErrors !== null) {
          if (_errs5) {
            vErrors.length = _errs5;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.exclude !== void 0) {
      let data13 = data.exclude;
      const _errs51 = errors;
      let valid17 = false;
      const _errs52 = errors;
      if (typeof data13 === "string") {
        if (func1(data13) > 256) {
          const err53 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema77, data: data13 };
          if (vErrors === null) {
            vErrors = [err53];
          } else {
            vErrors.push(err53);
          }
          errors++;
        }
        if (func1(data13) < 1) {
          const err54 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema77, data: data13 };
          if (vErrors === null) {
            vErrors = [err54];
          } else {
            vErrors.push(err54);
          }
          errors++;
        }
      } else {
        const err55 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema77.type, parentSchema: schema77, data: data13 };
        if (vErrors === null) {
          vErrors = [err55];
        } else {
          vErrors.push(err55);
        }
        errors++;
      }
      var _valid4 = _errs52 === errors;
      valid17 = valid17 || _valid4;
      const _errs55 = errors;
      if (Array.isArray(data13)) {
        if (data13.length > 256) {
          const err56 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema76.properties.exclude.anyOf[1], data: data13 };
          if (vErrors === null) {
            vErrors = [err56];
          } else {
            vErrors.push(err56);
          }
          errors++;
        }
        const len1 = data13.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data14 = data13[i1];
          if (typeof data14 === "string") {
            if (func1(data14) > 256) {
              const err57 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema77, data: data14 };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
            if (func1(data14) < 1) {
              const err58 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema77, data: data14 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          } else {
            const err59 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema77.type, parentSchema: schema77, data: data14 };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
        }
      } else {
        const err60 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema76.properties.exclude.anyOf[1].type, parentSchema: schema76.properties.exclude.anyOf[1], data: data13 };
        if (vErrors === null) {
          vErrors = [err60];
        } else {
          vErrors.push(err60);
        }
        errors++;
      }
      var _valid4 = _errs55 === errors;
      valid17 = valid17 || _valid4;
      if (!valid17) {
        const err61 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema76.properties.exclude.anyOf, parentSchema: schema76.properties.exclude, data: data13 };
        if (vErrors === null) {
          vErrors = [err61];
        } else {
          vErrors.push(err61);
        }
        errors++;
      } else {
        errors = _errs51;
        if (vErrors !== null) {
          if (_errs51) {
            vErrors.length = _errs51;
          } else {
            vErrors = null;
          }
        }
      }
    }
    if (data.platforms !== void 0) {
      let data15 = data.platforms;
      if (Array.isArray(data15)) {
        if (data15.length > 64) {
          const err62 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema76.properties.platforms, data: data15 };
          if (vErrors === null) {
            vErrors = [err62];
          } else {
            vErrors.push(err62);
          }
          errors++;
        }
        const len2 = data15.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data16 = data15[i2];
          if (typeof data16 === "string") {
            if (func1(data16) > 64) {
              const err63 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema76.properties.platforms.items, data: data16 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
            if (!pattern8.test(data16)) {
              const err64 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$" }, message: 'must match pattern "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$"', schema: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", parentSchema: schema76.properties.platforms.items, data: data16 };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          } else {
            const err65 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema76.properties.platforms.items.type, parentSchema: schema76.properties.platforms.items, data: data16 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
        }
      } else {
        const err66 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema76.properties.platforms.type, parentSchema: schema76.properties.platforms, data: data15 };
        if (vErrors === null) {
          vErrors = [err66];
        } else {
          vErrors.push(err66);
        }
        errors++;
      }
    }
    if (data.repository !== void 0) {
      let data17 = data.repository;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        for (const key3 in data17) {
          let data18 = data17[key3];
          if (typeof data18 === "string") {
            if (func1(data18) > 4096) {
              const err67 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema76.properties.repository.additionalProperties, data: data18 };
              if (vErrors === null) {
                vErrors = [err67];
              } else {
                vErrors.push(err67);
              }
              errors++;
            }
            if (func1(data18) < 1) {
              const err68 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema76.properties.repository.additionalProperties, data: data18 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema76.properties.repository.additionalProperties.type, parentSchema: schema76.properties.repository.additionalProperties, data: data18 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
        }
      } else {
        const err70 = { instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema76.properties.repository.type, parentSchema: schema76.properties.repository, data: data17 };
        if (vErrors === null) {
          vErrors = [err70];
        } else {
          vErrors.push(err70);
        }
        errors++;
      }
    }
    if (data.optional !== void 0) {
      let data19 = data.optional;
      if (typeof data19 !== "boolean") {
        const err71 = { instancePath: instancePath + "/optional", schemaPath: "#/properties/optional/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema76.properties.optional.type, parentSchema: schema76.properties.optional, data: data19 };
        if (vErrors === null) {
          vErrors = [err71];
        } else {
          vErrors.push(err71);
        }
        errors++;
      }
    }
  } else {
    const err72 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema76.type, parentSchema: schema76, data };
    if (vErrors === null) {
      vErrors = [err72];
    } else {
      vErrors.push(err72);
    }
    errors++;
  }
  validate30.errors = vErrors;
  return errors === 0;
}
validate30.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var keyword0 = false;
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate20.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.version === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "version" }, message: "must have required property 'version'", schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.environments === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "environments" }, message: "must have required property 'environments'", schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.images === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "images" }, message: "must have required property 'images'", schema: schema31.required, parentSchema: schema31, data };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "version" || key0 === "project" || key0 === "environments" || key0 === "images" || key0 === "ledger" || key0 === "defaults" || key0 === "registries" || key0 === "notify")) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31, data };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.version !== void 0) {
      let data0 = data.version;
      if (1 !== data0) {
        const err4 = { instancePath: instancePath + "/version", schemaPath: "#/properties/version/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant", schema: 1, parentSchema: schema31.properties.version, data: data0 };
        if (vErrors === null) {
          vErrors = [err4];
        } else {
          vErrors.push(err4);
        }
        errors++;
      }
    }
    if (data.project !== void 0) {
      let data1 = data.project;
      if (typeof data1 === "string") {
        if (func1(data1) > 128) {
          const err5 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/maxLength", keyword: "maxLength", params: { limit: 128 }, message: "must NOT have more than 128 characters", schema: 128, parentSchema: schema31.properties.project, data: data1 };
          if (vErrors === null) {
            vErrors = [err5];
          } else {
            vErrors.push(err5);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err6 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.project, data: data1 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (!pattern4.test(data1)) {
          const err7 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/pattern", keyword: "pattern", params: { pattern: "^[^\\p{Cc}]*$" }, message: 'must match pattern "^[^\\p{Cc}]*$"', schema: "^[^\\p{Cc}]*$", parentSchema: schema31.properties.project, data: data1 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/project", schemaPath: "#/properties/project/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.project.type, parentSchema: schema31.properties.project, data: data1 };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.environments !== void 0) {
      let data2 = data.environments;
      if (Array.isArray(data2)) {
        if (data2.length > 100) {
          const err9 = { instancePath: instancePath + "/environments", schemaPath: "#/properties/environments/maxItems", keyword: "maxItems", params: { limit: 100 }, message: "must NOT have more than 100 items", schema: 100, parentSchema: schema31.properties.environments, data: data2 };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data2.length < 1) {
          const err10 = { instancePath: instancePath + "/environments", schemaPath: "#/properties/environments/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema31.properties.environments, data: data2 };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          if (!validate21(data2[i0], { instancePath: instancePath + "/environments/" + i0, parentData: data2, parentDataProperty: i0, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err11 = { instancePath: instancePath + "/environments", schemaPath: "#/properties/environments/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema31.properties.environments.type, parentSchema: schema31.properties.environments, data: data2 };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.images !== void 0) {
      let data4 = data.images;
      if (Array.isArray(data4)) {
        if (data4.length > 1e4) {
          const err12 = { instancePath: instancePath + "/images", schemaPath: "#/properties/images/maxItems", keyword: "maxItems", params: { limit: 1e4 }, message: "must NOT have more than 10000 items", schema: 1e4, parentSchema: schema31.properties.images, data: data4 };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data4.length < 1) {
          const err13 = { instancePath: instancePath + "/images", schemaPath: "#/properties/images/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema31.properties.images, data: data4 };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        const len1 = data4.length;
        for (let i1 = 0; i1 < len1; i1++) {
          if (!validate30(data4[i1], { instancePath: instancePath + "/images/" + i1, parentData: data4, parentDataProperty: i1, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err14 = { instancePath: instancePath + "/images", schemaPath: "#/properties/images/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema31.properties.images.type, parentSchema: schema31.properties.images, data: data4 };
        if (vErrors === null) {
          vErrors = [err14];
        } else {
          vErrors.push(err14);
        }
        errors++;
      }
    }
    if (data.ledger !== void 0) {
      let data6 = data.ledger;
      if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
        for (const key1 in data6) {
          if (!(key1 === "file" || key1 === "git")) {
            const err15 = { instancePath: instancePath + "/ledger", schemaPath: "#/properties/ledger/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.ledger, data: data6 };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data6.file !== void 0) {
          let data7 = data6.file;
          if (typeof data7 === "string") {
            if (func1(data7) < 1) {
              const err16 = { instancePath: instancePath + "/ledger/file", schemaPath: "#/properties/ledger/properties/file/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.ledger.properties.file, data: data7 };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = { instancePath: instancePath + "/ledger/file", schemaPath: "#/properties/ledger/properties/file/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.ledger.properties.file.type, parentSchema: schema31.properties.ledger.properties.file, data: data7 };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data6.git !== void 0) {
          let data8 = data6.git;
          var valid6 = false;
          const err18 = { instancePath: instancePath + "/ledger/git", schemaPath: "#/properties/ledger/properties/git/x-not-supported-yet/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: keyword0, data: data8 };
          if (vErrors === null) {
            vErrors = [err18];
          } else {
            vErrors.push(err18);
          }
          errors++;
          if (!valid6) {
            const err19 = { instancePath: instancePath + "/ledger/git", schemaPath: "#/properties/ledger/properties/git/x-not-supported-yet", keyword: "x-not-supported-yet", params: {}, message: 'must pass "x-not-supported-yet" keyword validation', schema: true, parentSchema: schema31.properties.ledger.properties.git, data: data8 };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
          if (data8 && typeof data8 == "object" && !Array.isArray(data8)) {
            for (const key2 in data8) {
              if (!(key2 === "branch" || key2 === "remote" || key2 === "push" || key2 === "sign")) {
                const err20 = { instancePath: instancePath + "/ledger/git", schemaPath: "#/properties/ledger/properties/git/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.ledger.properties.git, data: data8 };
                if (vErrors === null) {
                  vErrors = [err20];
                } else {
                  vErrors.push(err20);
                }
                errors++;
              }
            }
            if (data8.branch !== void 0) {
              let data9 = data8.branch;
              if (typeof data9 === "string") {
                if (func1(data9) < 1) {
                  const err21 = { instancePath: instancePath + "/ledger/git/branch", schemaPath: "#/properties/ledger/properties/git/properties/branch/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.ledger.properties.git.properties.branch, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err21];
                  } else {
                    vErrors.push(err21);
                  }
                  errors++;
                }
              } else {
                const err22 = { instancePath: instancePath + "/ledger/git/branch", schemaPath: "#/properties/ledger/properties/git/properties/branch/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.ledger.properties.git.properties.branch.type, parentSchema: schema31.properties.ledger.properties.git.properties.branch, data: data9 };
                if (vErrors === null) {
                  vErrors = [err22];
                } else {
                  vErrors.push(err22);
                }
                errors++;
              }
            }
            if (data8.remote !== void 0) {
              let data10 = data8.remote;
              if (typeof data10 === "string") {
                if (func1(data10) < 1) {
                  const err23 = { instancePath: instancePath + "/ledger/git/remote", schemaPath: "#/properties/ledger/properties/git/properties/remote/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema31.properties.ledger.properties.git.properties.remote, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err23];
                  } else {
                    vErrors.push(err23);
                  }
                  errors++;
                }
              } else {
                const err24 = { instancePath: instancePath + "/ledger/git/remote", schemaPath: "#/properties/ledger/properties/git/properties/remote/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.ledger.properties.git.properties.remote.type, parentSchema: schema31.properties.ledger.properties.git.properties.remote, data: data10 };
                if (vErrors === null) {
                  vErrors = [err24];
                } else {
                  vErrors.push(err24);
                }
                errors++;
              }
            }
            if (data8.push !== void 0) {
              let data11 = data8.push;
              if (typeof data11 !== "boolean") {
                const err25 = { instancePath: instancePath + "/ledger/git/push", schemaPath: "#/properties/ledger/properties/git/properties/push/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema31.properties.ledger.properties.git.properties.push.type, parentSchema: schema31.properties.ledger.properties.git.properties.push, data: data11 };
                if (vErrors === null) {
                  vErrors = [err25];
                } else {
                  vErrors.push(err25);
                }
                errors++;
              }
            }
            if (data8.sign !== void 0) {
              let data12 = data8.sign;
              if (typeof data12 !== "boolean") {
                const err26 = { instancePath: instancePath + "/ledger/git/sign", schemaPath: "#/properties/ledger/properties/git/properties/sign/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema31.properties.ledger.properties.git.properties.sign.type, parentSchema: schema31.properties.ledger.properties.git.properties.sign, data: data12 };
                if (vErrors === null) {
                  vErrors = [err26];
                } else {
                  vErrors.push(err26);
                }
                errors++;
              }
            }
          } else {
            const err27 = { instancePath: instancePath + "/ledger/git", schemaPath: "#/properties/ledger/properties/git/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.ledger.properties.git.type, parentSchema: schema31.properties.ledger.properties.git, data: data8 };
            if (vErrors === null) {
              vErrors = [err27];
            } else {
              vErrors.push(err27);
            }
            errors++;
          }
        }
      } else {
        const err28 = { instancePath: instancePath + "/ledger", schemaPath: "#/properties/ledger/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.ledger.type, parentSchema: schema31.properties.ledger, data: data6 };
        if (vErrors === null) {
          vErrors = [err28];
        } else {
          vErrors.push(err28);
        }
        errors++;
      }
    }
    if (data.defaults !== void 0) {
      let data13 = data.defaults;
      if (data13 && typeof data13 == "object" && !Array.isArray(data13)) {
        for (const key3 in data13) {
          if (!(key3 === "concurrency" || key3 === "retries" || key3 === "timeout")) {
            const err29 = { instancePath: instancePath + "/defaults", schemaPath: "#/properties/defaults/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties", schema: false, parentSchema: schema31.properties.defaults, data: data13 };
            if (vErrors === null) {
              vErrors = [err29];
            } else {
              vErrors.push(err29);
            }
            errors++;
          }
        }
        if (data13.concurrency !== void 0) {
          let data14 = data13.concurrency;
          if (!(typeof data14 == "number" && (!(data14 % 1) && !isNaN(data14)) && isFinite(data14))) {
            const err30 = { instancePath: instancePath + "/defaults/concurrency", schemaPath: "#/properties/defaults/properties/concurrency/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.defaults.properties.concurrency.type, parentSchema: schema31.properties.defaults.properties.concurrency, data: data14 };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
          if (typeof data14 == "number" && isFinite(data14)) {
            if (data14 > 256 || isNaN(data14)) {
              const err31 = { instancePath: instancePath + "/defaults/concurrency", schemaPath: "#/properties/defaults/properties/concurrency/maximum", keyword: "maximum", params: { comparison: "<=", limit: 256 }, message: "must be <= 256", schema: 256, parentSchema: schema31.properties.defaults.properties.concurrency, data: data14 };
              if (vErrors === null) {
                vErrors = [err31];
              } else {
                vErrors.push(err31);
              }
              errors++;
            }
            if (data14 < 1 || isNaN(data14)) {
              const err32 = { instancePath: instancePath + "/defaults/concurrency", schemaPath: "#/properties/defaults/properties/concurrency/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema31.properties.defaults.properties.concurrency, data: data14 };
              if (vErrors === null) {
                vErrors = [err32];
              } else {
                vErrors.push(err32);
              }
              errors++;
            }
          }
        }
        if (data13.retries !== void 0) {
          let data15 = data13.retries;
          if (!(typeof data15 == "number" && (!(data15 % 1) && !isNaN(data15)) && isFinite(data15))) {
            const err33 = { instancePath: instancePath + "/defaults/retries", schemaPath: "#/properties/defaults/properties/retries/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema31.properties.defaults.properties.retries.type, parentSchema: schema31.properties.defaults.properties.retries, data: data15 };
            if (vErrors === null) {
              vErrors = [err33];
            } else {
              vErrors.push(err33);
            }
            errors++;
          }
          if (typeof data15 == "number" && isFinite(data15)) {
            if (data15 > 100 || isNaN(data15)) {
              const err34 = { instancePath: instancePath + "/defaults/retries", schemaPath: "#/properties/defaults/properties/retries/maximum", keyword: "maximum", params: { comparison: "<=", limit: 100 }, message: "must be <= 100", schema: 100, parentSchema: schema31.properties.defaults.properties.retries, data: data15 };
              if (vErrors === null) {
                vErrors = [err34];
              } else {
                vErrors.push(err34);
              }
              errors++;
            }
            if (data15 < 0 || isNaN(data15)) {
              const err35 = { instancePath: instancePath + "/defaults/retries", schemaPath: "#/properties/defaults/properties/retries/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema31.properties.defaults.properties.retries, data: data15 };
              if (vErrors === null) {
                vErrors = [err35];
              } else {
                vErrors.push(err35);
              }
              errors++;
            }
          }
        }
        if (data13.timeout !== void 0) {
          let data16 = data13.timeout;
          if (typeof data16 === "string") {
            if (!pattern24.test(data16)) {
              const err36 = { instancePath: instancePath + "/defaults/timeout", schemaPath: "#/properties/defaults/properties/timeout/pattern", keyword: "pattern", params: { pattern: "^[1-9][0-9]{0,8}(ms|s|m)$" }, message: 'must match pattern "^[1-9][0-9]{0,8}(ms|s|m)$"', schema: "^[1-9][0-9]{0,8}(ms|s|m)$", parentSchema: schema31.properties.defaults.properties.timeout, data: data16 };
              if (vErrors === null) {
                vErrors = [err36];
              } else {
                vErrors.push(err36);
              }
              errors++;
            }
          } else {
            const err37 = { instancePath: instancePath + "/defaults/timeout", schemaPath: "#/properties/defaults/properties/timeout/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema31.properties.defaults.properties.timeout.type, parentSchema: schema31.properties.defaults.properties.timeout, data: data16 };
            if (vErrors === null) {
              vErrors = [err37];
            } else {
              vErrors.push(err37);
            }
            errors++;
          }
        }
      } else {
        const err38 = { instancePath: instancePath + "/defaults", schemaPath: "#/properties/defaults/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.defaults.type, parentSchema: schema31.properties.defaults, data: data13 };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.registries !== void 0) {
      let data17 = data.registries;
      if (data17 && typeof data17 == "object" && !Array.isArray(data17)) {
        for (const key4 in data17) {
          let data18 = data17[key4];
          if (data18 && typeof data18 == "object" && !Array.isArray(data18)) {
            for (const key5 in data18) {
              if (!(key5 === "plainHttp" || key5 === "caFile" || key5 === "clientCert" || key5 === "clientKey" || key5 === "mirrors" || key5 === "requestsPerSecond" || key5 === "metadataConcurrency" || key5 === "kind")) {
                const err39 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/registry/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: false, parentSchema: schema83, data: data18 };
                if (vErrors === null) {
                  vErrors = [err39];
                } else {
                  vErrors.push(err39);
                }
                errors++;
              }
            }
            if (data18.plainHttp !== void 0) {
              let data19 = data18.plainHttp;
              if (typeof data19 !== "boolean") {
                const err40 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/plainHttp", schemaPath: "#/$defs/registry/properties/plainHttp/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema83.properties.plainHttp.type, parentSchema: schema83.properties.plainHttp, data: data19 };
                if (vErrors === null) {
                  vErrors = [err40];
                } else {
                  vErrors.push(err40);
                }
                errors++;
              }
            }
            if (data18.caFile !== void 0) {
              let data20 = data18.caFile;
              if (typeof data20 === "string") {
                if (func1(data20) < 1) {
                  const err41 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/caFile", schemaPath: "#/$defs/registry/properties/caFile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema83.properties.caFile, data: data20 };
                  if (vErrors === null) {
                    vErrors = [err41];
                  } else {
                    vErrors.push(err41);
                  }
                  errors++;
                }
              } else {
                const err42 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/caFile", schemaPath: "#/$defs/registry/properties/caFile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema83.properties.caFile.type, parentSchema: schema83.properties.caFile, data: data20 };
                if (vErrors === null) {
                  vErrors = [err42];
                } else {
                  vErrors.push(err42);
                }
                errors++;
              }
            }
            if (data18.clientCert !== void 0) {
              let data21 = data18.clientCert;
              if (typeof data21 === "string") {
                if (func1(data21) < 1) {
                  const err43 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientCert", schemaPath: "#/$defs/registry/properties/clientCert/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema83.properties.clientCert, data: data21 };
                  if (vErrors === null) {
                    vErrors = [err43];
                  } else {
                    vErrors.push(err43);
                  }
                  errors++;
                }
              } else {
                const err44 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientCert", schemaPath: "#/$defs/registry/properties/clientCert/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema83.properties.clientCert.type, parentSchema: schema83.properties.clientCert, data: data21 };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
              }
            }
            if (data18.clientKey !== void 0) {
              let data22 = data18.clientKey;
              if (typeof data22 === "string") {
                if (func1(data22) < 1) {
                  const err45 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientKey", schemaPath: "#/$defs/registry/properties/clientKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema83.properties.clientKey, data: data22 };
                  if (vErrors === null) {
                    vErrors = [err45];
                  } else {
                    vErrors.push(err45);
                  }
                  errors++;
                }
              } else {
                const err46 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientKey", schemaPath: "#/$defs/registry/properties/clientKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema83.properties.clientKey.type, parentSchema: schema83.properties.clientKey, data: data22 };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
            if (data18.mirrors !== void 0) {
              let data23 = data18.mirrors;
              if (Array.isArray(data23)) {
                if (data23.length > 16) {
                  const err47 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors", schemaPath: "#/$defs/registry/properties/mirrors/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items", schema: 16, parentSchema: schema83.properties.mirrors, data: data23 };
                  if (vErrors === null) {
                    vErrors = [err47];
                  } else {
                    vErrors.push(err47);
                  }
                  errors++;
                }
                const len2 = data23.length;
                for (let i2 = 0; i2 < len2; i2++) {
                  let data24 = data23[i2];
                  if (typeof data24 === "string") {
                    if (func1(data24) > 1024) {
                      const err48 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema83.properties.mirrors.items, data: data24 };
                      if (vErrors === null) {
                        vErrors = [err48];
                      } else {
                        vErrors.push(err48);
                      }
                      errors++;
                    }
                    if (func1(data24) < 1) {
                      const err49 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema83.properties.mirrors.items, data: data24 };
                      if (vErrors === null) {
                        vErrors = [err49];
                      } else {
                        vErrors.push(err49);
                      }
                      errors++;
                    }
                  } else {
                    const err50 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema83.properties.mirrors.items.type, parentSchema: schema83.properties.mirrors.items, data: data24 };
                    if (vErrors === null) {
                      vErrors = [err50];
                    } else {
                      vErrors.push(err50);
                    }
                    errors++;
                  }
                }
              } else {
                const err51 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors", schemaPath: "#/$defs/registry/properties/mirrors/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema83.properties.mirrors.type, parentSchema: schema83.properties.mirrors, data: data23 };
                if (vErrors === null) {
                  vErrors = [err51];
                } else {
                  vErrors.push(err51);
                }
                errors++;
              }
            }
            if (data18.requestsPerSecond !== void 0) {
              let data25 = data18.requestsPerSecond;
              if (typeof data25 == "number" && isFinite(data25)) {
                if (data25 > 1e4 || isNaN(data25)) {
                  const err52 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema83.properties.requestsPerSecond, data: data25 };
                  if (vErrors === null) {
                    vErrors = [err52];
                  } else {
                    vErrors.push(err52);
                  }
                  errors++;
                }
                if (data25 < 0.01 || isNaN(data25)) {
                  const err53 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0.01 }, message: "must be >= 0.01", schema: 0.01, parentSchema: schema83.properties.requestsPerSecond, data: data25 };
                  if (vErrors === null) {
                    vErrors = [err53];
                  } else {
                    vErrors.push(err53);
                  }
                  errors++;
                }
              } else {
                const err54 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema83.properties.requestsPerSecond.type, parentSchema: schema83.properties.requestsPerSecond, data: data25 };
                if (vErrors === null) {
                  vErrors = [err54];
                } else {
                  vErrors.push(err54);
                }
                errors++;
              }
            }
            if (data18.metadataConcurrency !== void 0) {
              let data26 = data18.metadataConcurrency;
              if (!(typeof data26 == "number" && (!(data26 % 1) && !isNaN(data26)) && isFinite(data26))) {
                const err55 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema83.properties.metadataConcurrency.type, parentSchema: schema83.properties.metadataConcurrency, data: data26 };
                if (vErrors === null) {
                  vErrors = [err55];
                } else {
                  vErrors.push(err55);
                }
                errors++;
              }
              if (typeof data26 == "number" && isFinite(data26)) {
                if (data26 > 1024 || isNaN(data26)) {
                  const err56 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1024 }, message: "must be <= 1024", schema: 1024, parentSchema: schema83.properties.metadataConcurrency, data: data26 };
                  if (vErrors === null) {
                    vErrors = [err56];
                  } else {
                    vErrors.push(err56);
                  }
                  errors++;
                }
                if (data26 < 1 || isNaN(data26)) {
                  const err57 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema83.properties.metadataConcurrency, data: data26 };
                  if (vErrors === null) {
                    vErrors = [err57];
                  } else {
                    vErrors.push(err57);
                  }
                  errors++;
                }
              }
            }
            if (data18.kind !== void 0) {
              let data27 = data18.kind;
              if (!(data27 === "docker-hub" || data27 === "alibaba" || data27 === "tencent" || data27 === "huawei" || data27 === "harbor" || data27 === "nexus" || data27 === "distribution" || data27 === "ghcr" || data27 === "ecr" || data27 === "google" || data27 === "azure" || data27 === "quay" || data27 === "gitlab" || data27 === "zot")) {
                const err58 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind", schemaPath: "#/$defs/registry/properties/kind/enum", keyword: "enum", params: { allowedValues: schema83.properties.kind.enum }, message: "must be equal to one of the allowed values", schema: schema83.properties.kind.enum, parentSchema: schema83.properties.kind, data: data27 };
                if (vErrors === null) {
                  vErrors = [err58];
                } else {
                  vErrors.push(err58);
                }
                errors++;
              }
            }
          } else {
            const err59 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/registry/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema83.type, parentSchema: schema83, data: data18 };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
        }
      } else {
        const err60 = { instancePath: instancePath + "/registries", schemaPath: "#/properties/registries/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.properties.registries.type, parentSchema: schema31.properties.registries, data: data17 };
        if (vErrors === null) {
          vErrors = [err60];
        } else {
          vErrors.push(err60);
        }
        errors++;
      }
    }
    if (data.notify !== void 0) {
      let data28 = data.notify;
      var valid14 = false;
      const err61 = { instancePath: instancePath + "/notify", schemaPath: "#/properties/notify/x-not-supported-yet/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: keyword0, data: data28 };
      if (vErrors === null) {
        vErrors = [err61];
      } else {
        vErrors.push(err61);
      }
      errors++;
      if (!valid14) {
        const err62 = { instancePath: instancePath + "/notify", schemaPath: "#/properties/notify/x-not-supported-yet", keyword: "x-not-supported-yet", params: {}, message: 'must pass "x-not-supported-yet" keyword validation', schema: true, parentSchema: schema31.properties.notify, data: data28 };
        if (vErrors === null) {
          vErrors = [err62];
        } else {
          vErrors.push(err62);
        }
        errors++;
      }
    }
  } else {
    const err63 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema31.type, parentSchema: schema31, data };
    if (vErrors === null) {
      vErrors = [err63];
    } else {
      vErrors.push(err63);
    }
    errors++;
  }
  validate20.errors = vErrors;
  return errors === 0;
}
validate20.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
export {
  stdin_default as default,
  validate
};
