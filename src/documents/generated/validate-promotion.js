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

// <stdin>
var validate = validate20;
var stdin_default = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:promote:promotion-file:1", "title": "Promotion file", "description": "What `promote` moves, and through which environments: the file promotion.yaml.", "type": "object", "additionalProperties": false, "x-expected": "the keys version, environments and images", "required": ["version", "environments", "images"], "properties": { "version": { "title": "Format version", "description": "Version of this file's format. There is one: 1.", "const": 1, "x-expected": "version: 1" }, "project": { "title": "Project", "description": "Name of the project in plans, reports and the ledger. Default: the name of the folder the file is in.", "type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\p{Cc}]*$", "x-expected": "a name of 1 to 128 characters", "examples": ["shop"] }, "environments": { "title": "Environments", "description": "The places images move through, in promotion order: the first is where they begin.", "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environment" }, "x-expected": "a list of environments, each with a name and a repository" }, "images": { "title": "Images", "description": "What is promoted.", "type": "array", "minItems": 1, "maxItems": 1e4, "items": { "$ref": "#/$defs/image" }, "x-expected": "a list of images, each with a name and a select" }, "ledger": { "title": "Ledger", "description": "Where the record of every promotion is kept. Default: the file promotions.jsonl beside this file.", "type": "object", "additionalProperties": false, "x-expected": "file: PATH", "properties": { "file": { "title": "Ledger file", "description": "A JSON Lines file; relative paths start at this file's folder. ${VAR} is filled from the environment of the process.", "type": "string", "minLength": 1, "default": "promotions.jsonl", "examples": ["promotions.jsonl", "${LEDGER_FOLDER}/promotions.jsonl"], "x-expected": "a path" }, "git": { "title": "Ledger in git", "description": "Keeps the ledger on a git branch instead of in a file.", "x-not-supported-yet": true, "type": "object", "additionalProperties": false, "properties": { "branch": { "description": "The branch that is the ledger.", "type": "string", "minLength": 1 }, "remote": { "description": "The remote it is pushed to.", "type": "string", "minLength": 1 }, "push": { "description": "Whether each entry is pushed.", "type": "boolean" }, "sign": { "description": "Whether its commits are signed.", "type": "boolean" } } } } }, "defaults": { "title": "Defaults", "description": "What holds for every run unless a flag says otherwise.", "type": "object", "additionalProperties": false, "x-expected": "concurrency, retries or timeout", "properties": { "concurrency": { "title": "Blobs at once", "description": "How many blobs move at once.", "type": "integer", "minimum": 1, "maximum": 256, "default": 8, "x-expected": "a whole number from 1 to 256" }, "retries": { "title": "Retries", "description": "How often a request that failed in a way that passes is tried again, after the first try.", "type": "integer", "minimum": 0, "maximum": 100, "default": 5, "x-expected": "a whole number from 0 to 100" }, "timeout": { "title": "Timeout", "description": "How long a registry may be silent before a request is given up: a whole number with ms, s or m.", "type": "string", "pattern": "^[1-9][0-9]{0,8}(ms|s|m)$", "default": "60s", "examples": ["60s", "2m", "500ms"], "x-expected": "a time such as 60s, 2m or 500ms" } } }, "registries": { "title": "Registries", "description": "How single registry hosts are reached, by host as it stands in the repositories (with its port, if any). ${VAR} is filled in hosts.", "type": "object", "additionalProperties": { "$ref": "#/$defs/registry" }, "x-expected": "registry hosts, each with its options", "examples": [{ "localhost:5000": { "plainHttp": true } }] }, "notify": { "title": "Notifications", "description": "Who is told about promotions.", "x-not-supported-yet": true } }, "$defs": { "environment": { "title": "Environment", "description": "A named place in the promotion order.", "type": "object", "additionalProperties": false, "required": ["name", "repository"], "x-expected": "an environment with a name and a repository", "properties": { "name": { "title": "Name", "description": "What the environment is called on the command line and in the ledger.", "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 64, "examples": ["dev", "test", "prod"], "x-expected": 'lower-case letters, digits and "-", beginning with a letter or digit, at most 64' }, "repository": { "title": "Repository template", "description": "Where images are in this environment: HOST/PATH, or oci:FOLDER for an OCI image layout folder. Variables: {image}, {name} (the last part of its path), {flat} (slashes become dashes), {env} (this environment's name). ${VAR} is filled from the environment of the process. Relative folders start at this file's folder.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["registry.example.com/prod/{image}", "docker.io/acme/{flat}", "oci:registries/dev/{image}"], "x-expected": "a repository such as registry.example.com/prod/{image}" }, "from": { "title": "Promoted from", "description": "Environments that images may be promoted from to this one: a name or a list of names. Default: the environment above.", "anyOf": [{ "$ref": "#/$defs/environmentName" }, { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environmentName" } }], "examples": ["test", ["test", "staging"]], "x-expected": "the name of an environment, or a list of names" }, "tags": { "title": "Tag templates", "description": "Tags an image gets here. Variables: {tag} (the tag it had), {major} {minor} {patch} (semantic versions only), {digest12} (the first 12 hex digits of its digest), {env} (this environment's name), {image}, {name}, {flat}, {label:NAME} (a label of the image).", "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 512, "x-expected": "a tag template such as {tag} or {major}.{minor}" }, "default": ["{tag}"], "examples": [["{tag}", "{major}.{minor}"], ["{env}"]], "x-expected": 'a list of tag templates such as ["{tag}"]' }, "immutable": { "title": "Immutable tags", "description": "Globs of tags that never move once they exist: * is any text, ? one character, [0-9] one of a set.", "type": "array", "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 256, "x-expected": "a tag or glob such as v*" }, "default": [], "examples": [["v*", "[0-9]*.[0-9]*.[0-9]*"]], "x-expected": 'a list of globs such as ["v*"]' }, "confirm": { "title": "Ask first", "description": "Whether a person at a terminal is asked before this environment is written. --yes answers.", "type": "boolean", "default": false, "x-expected": "true or false" }, "referrers": { "title": "Referrers", "description": "Which signatures, SBOMs and attestations come along with an image to this environment, and which must be there.", "type": "object", "additionalProperties": false, "x-expected": "copy or require", "properties": { "copy": { "title": "What comes along", "description": "all, none, or a list of kinds: signature, sbom, provenance, attestation, or an artifact type. Attestations that BuildKit keeps inside an index are part of the image and always come along.", "anyOf": [{ "enum": ["all", "none"] }, { "$ref": "#/$defs/referrerKinds" }], "default": "all", "examples": ["all", "none", ["signature", "sbom"]], "x-expected": "all, none, or a list of kinds such as [signature, sbom]" }, "require": { "title": "What must be there", "description": "Kinds that an image must have to be promoted here: on the image itself, or on each image of an index. What is required has to be copied too.", "$ref": "#/$defs/referrerKinds", "default": [], "examples": [["signature"]], "x-expected": "a list of kinds such as [signature]" } }, "examples": [{ "copy": "all", "require": ["signature"] }] }, "gates": { "title": "Gates", "description": "Rules that must hold before an image is promoted to this environment.", "x-not-supported-yet": true, "type": "object" }, "onFailure": { "title": "After a failure", "description": "Whether tags that moved already are put back when a later one cannot be moved.", "x-not-supported-yet": true, "enum": ["restore", "keep"], "default": "restore" }, "retain": { "title": "Retain", "description": "How many earlier versions stay tagged.", "x-not-supported-yet": true, "type": "integer", "minimum": 0, "default": 0 } } }, "environmentName": { "type": "string", "minLength": 1, "x-expected": "the name of an environment" }, "referrerKinds": { "type": "array", "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 255, "description": "signature, sbom, provenance, attestation, or an artifact type", "x-expected": "signature, sbom, provenance, attestation, or an artifact type such as application/spdx+json" } }, "image": { "title": "Image", "description": "A logical image and which of its tags are promoted.", "type": "object", "additionalProperties": false, "required": ["name", "select"], "x-expected": "an image with a name and a select", "properties": { "name": { "title": "Name", "description": "What the image is called; {image} in templates. Lower-case path parts, joined by slashes.", "type": "string", "pattern": "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "maxLength": 255, "examples": ["api", "team/web"], "x-expected": "lower-case path parts such as api or team/web" }, "select": { "title": "Select", "description": "Which tags are promoted, as found in the source environment: a tag, a glob, a rule, or a list of them. An image on the command line replaces it for that run.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }, { "type": "array", "minItems": 1, "maxItems": 256, "items": { "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }], "x-expected": "a tag, a glob, or one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }" } }], "examples": [["1.4.2"], "{env}", { "semver": ">=2.0 <3", "newest": 1 }], "x-expected": "a tag, a glob, one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }, or a list of them" }, "exclude": { "title": "Exclude", "description": "Tags that select does not take, whatever it says: a tag, a glob, or a list of them. They are left out before newest counts. A digest in select is taken whatever tags it has, and a tag that the command line names is taken with a warning.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "type": "array", "maxItems": 256, "items": { "$ref": "#/$defs/tagSelector", "x-expected": "a tag or a glob such as *-rc*" } }], "default": [], "examples": [["1.4.3", "*-rc*"]], "x-expected": "a tag, a glob, or a list of them" }, "platforms": { "title": "Platforms", "description": "Platforms that must be present in the image. Nothing is ever filtered: that would change the digest.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "os/architecture or os/architecture/variant, such as linux/amd64" }, "default": [], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "repository": { "title": "Repository by environment", "description": "Repository templates that replace those of single environments for this image.", "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "a repository such as docker.io/acme/web" }, "examples": [{ "prod": "docker.io/acme/web" }], "x-expected": "environments, each with a repository" }, "optional": { "title": "Optional", "description": "Whether it is fine that select matches nothing.", "type": "boolean", "default": false, "x-expected": "true or false" } } }, "tagSelector": { "title": "Tag or glob", "description": "An exact tag, or a glob: * is any text, ? one character, [0-9] one of a set. {env} stands for the source environment's name.", "type": "string", "minLength": 1, "maxLength": 256, "examples": ["1.4.2", "1.4.*", "{env}"] }, "ruleSelector": { "title": "Rule", "description": "Tags by version range or regular expression, or one digest.", "type": "object", "additionalProperties": false, "x-expected": "one of semver, regex and digest", "properties": { "semver": { "title": "Version range", "description": "A semantic version range as npm has it. A leading v of a tag does not matter; prereleases match only where the range names one.", "type": "string", "minLength": 1, "maxLength": 256, "examples": [">=2.0 <3", "^1.4"], "x-expected": 'a version range such as ">=2.0 <3"' }, "regex": { "title": "Regular expression", "description": "RE2 syntax (no lookaround, no backreferences), found anywhere in the tag unless anchored with ^ and $.", "type": "string", "minLength": 1, "maxLength": 1e3, "examples": ["^v\\d+$"], "x-expected": 'a regular expression such as "^v\\\\d+$"' }, "newest": { "title": "Newest", "description": "How many of the matching tags, the highest first. Default: all.", "type": "integer", "minimum": 1, "maximum": 1e4, "examples": [1], "x-expected": "a whole number from 1 to 10000" }, "digest": { "title": "Digest", "description": "Exactly this content.", "type": "string", "pattern": "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "x-expected": "a digest: sha256: and 64 lower-case hex digits" } }, "oneOf": [{ "required": ["semver"] }, { "required": ["regex"] }, { "required": ["digest"] }], "dependentSchemas": { "digest": { "properties": { "newest": false } } } }, "registry": { "title": "Registry", "description": "How one registry host is reached.", "type": "object", "additionalProperties": false, "x-expected": "options such as plainHttp: true", "properties": { "plainHttp": { "title": "Plain HTTP", "description": "Whether the registry is spoken to without TLS. Default: only for loopback addresses.", "type": "boolean", "x-expected": "true or false" }, "caFile": { "title": "CA file", "description": "A PEM file with further certificate authorities; relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "x-expected": "the path of a PEM file" }, "clientCert": { "title": "Client certificate", "description": "A PEM file with the certificate that is shown to a registry that wants one, with those between it and its authority; clientKey beside it has its key. Relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["client.pem"], "x-expected": "the path of a PEM file" }, "clientKey": { "title": "Client key", "description": "The PEM file with the key of clientCert, without a passphrase. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["${CI_SECRETS}/client.key"], "x-expected": "the path of a PEM file" }, "mirrors": { "title": "Mirrors", "description": "Places that are asked before this registry, in this order, for what is read of an image to bring it elsewhere: manifests by digest and blobs. HOST[:PORT], or with a path in front of the repository there, such as a proxy project of Harbor. What a mirror lacks or damages comes from the registry itself. Tags are looked up there alone, nothing is written to a mirror, and a mirror is asked with its own login. ${VAR} is filled in.", "type": "array", "maxItems": 16, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a host such as mirror.example.com, or a host and a path" }, "default": [], "examples": [["mirror.example.com", "harbor.example.com/hub-proxy"]], "x-expected": "a list of hosts such as [mirror.example.com]" }, "requestsPerSecond": { "title": "Requests a second", "description": "The most requests that a run sends to this host in a second, evenly spaced; below 1 they are more than a second apart. Default: no limit but what the registry's own 429 says.", "type": "number", "minimum": 0.01, "maximum": 1e4, "examples": [20], "x-expected": "a number from 0.01 to 10000" }, "metadataConcurrency": { "title": "Metadata requests at once", "description": "The most requests that are in flight to this host at once, beside blobs, of which defaults.concurrency says how many there are.", "type": "integer", "minimum": 1, "maximum": 1024, "default": 64, "examples": [8], "x-expected": "a whole number from 1 to 1024" }, "kind": { "title": "Kind", "description": "What this registry is, where neither its name nor its answers tell: harbor, nexus, gitlab, quay, zot, distribution, or a cloud's behind a name of your own.", "enum": ["docker-hub", "alibaba", "tencent", "huawei", "harbor", "nexus", "distribution", "ghcr", "ecr", "google", "azure", "quay", "gitlab", "zot"], "examples": ["harbor", "nexus"], "x-expected": "a kind of registry such as harbor or nexus" } } } } };
var schema44 = { "title": "Registry", "description": "How one registry host is reached.", "type": "object", "additionalProperties": false, "x-expected": "options such as plainHttp: true", "properties": { "plainHttp": { "title": "Plain HTTP", "description": "Whether the registry is spoken to without TLS. Default: only for loopback addresses.", "type": "boolean", "x-expected": "true or false" }, "caFile": { "title": "CA file", "description": "A PEM file with further certificate authorities; relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "x-expected": "the path of a PEM file" }, "clientCert": { "title": "Client certificate", "description": "A PEM file with the certificate that is shown to a registry that wants one, with those between it and its authority; clientKey beside it has its key. Relative paths start at this file's folder. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["client.pem"], "x-expected": "the path of a PEM file" }, "clientKey": { "title": "Client key", "description": "The PEM file with the key of clientCert, without a passphrase. ${VAR} is filled in.", "type": "string", "minLength": 1, "examples": ["${CI_SECRETS}/client.key"], "x-expected": "the path of a PEM file" }, "mirrors": { "title": "Mirrors", "description": "Places that are asked before this registry, in this order, for what is read of an image to bring it elsewhere: manifests by digest and blobs. HOST[:PORT], or with a path in front of the repository there, such as a proxy project of Harbor. What a mirror lacks or damages comes from the registry itself. Tags are looked up there alone, nothing is written to a mirror, and a mirror is asked with its own login. ${VAR} is filled in.", "type": "array", "maxItems": 16, "items": { "type": "string", "minLength": 1, "maxLength": 1024, "x-expected": "a host such as mirror.example.com, or a host and a path" }, "default": [], "examples": [["mirror.example.com", "harbor.example.com/hub-proxy"]], "x-expected": "a list of hosts such as [mirror.example.com]" }, "requestsPerSecond": { "title": "Requests a second", "description": "The most requests that a run sends to this host in a second, evenly spaced; below 1 they are more than a second apart. Default: no limit but what the registry's own 429 says.", "type": "number", "minimum": 0.01, "maximum": 1e4, "examples": [20], "x-expected": "a number from 0.01 to 10000" }, "metadataConcurrency": { "title": "Metadata requests at once", "description": "The most requests that are in flight to this host at once, beside blobs, of which defaults.concurrency says how many there are.", "type": "integer", "minimum": 1, "maximum": 1024, "default": 64, "examples": [8], "x-expected": "a whole number from 1 to 1024" }, "kind": { "title": "Kind", "description": "What this registry is, where neither its name nor its answers tell: harbor, nexus, gitlab, quay, zot, distribution, or a cloud's behind a name of your own.", "enum": ["docker-hub", "alibaba", "tencent", "huawei", "harbor", "nexus", "distribution", "ghcr", "ecr", "google", "azure", "quay", "gitlab", "zot"], "examples": ["harbor", "nexus"], "x-expected": "a kind of registry such as harbor or nexus" } } };
var func1 = require_ucs2length().default;
var pattern4 = new RegExp("^[^\\p{Cc}]*$", "u");
var pattern10 = new RegExp("^[1-9][0-9]{0,8}(ms|s|m)$", "u");
var schema32 = { "title": "Environment", "description": "A named place in the promotion order.", "type": "object", "additionalProperties": false, "required": ["name", "repository"], "x-expected": "an environment with a name and a repository", "properties": { "name": { "title": "Name", "description": "What the environment is called on the command line and in the ledger.", "type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$", "maxLength": 64, "examples": ["dev", "test", "prod"], "x-expected": 'lower-case letters, digits and "-", beginning with a letter or digit, at most 64' }, "repository": { "title": "Repository template", "description": "Where images are in this environment: HOST/PATH, or oci:FOLDER for an OCI image layout folder. Variables: {image}, {name} (the last part of its path), {flat} (slashes become dashes), {env} (this environment's name). ${VAR} is filled from the environment of the process. Relative folders start at this file's folder.", "type": "string", "minLength": 1, "maxLength": 4096, "examples": ["registry.example.com/prod/{image}", "docker.io/acme/{flat}", "oci:registries/dev/{image}"], "x-expected": "a repository such as registry.example.com/prod/{image}" }, "from": { "title": "Promoted from", "description": "Environments that images may be promoted from to this one: a name or a list of names. Default: the environment above.", "anyOf": [{ "$ref": "#/$defs/environmentName" }, { "type": "array", "minItems": 1, "maxItems": 100, "items": { "$ref": "#/$defs/environmentName" } }], "examples": ["test", ["test", "staging"]], "x-expected": "the name of an environment, or a list of names" }, "tags": { "title": "Tag templates", "description": "Tags an image gets here. Variables: {tag} (the tag it had), {major} {minor} {patch} (semantic versions only), {digest12} (the first 12 hex digits of its digest), {env} (this environment's name), {image}, {name}, {flat}, {label:NAME} (a label of the image).", "type": "array", "minItems": 1, "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 512, "x-expected": "a tag template such as {tag} or {major}.{minor}" }, "default": ["{tag}"], "examples": [["{tag}", "{major}.{minor}"], ["{env}"]], "x-expected": 'a list of tag templates such as ["{tag}"]' }, "immutable": { "title": "Immutable tags", "description": "Globs of tags that never move once they exist: * is any text, ? one character, [0-9] one of a set.", "type": "array", "maxItems": 256, "items": { "type": "string", "minLength": 1, "maxLength": 256, "x-expected": "a tag or glob such as v*" }, "default": [], "examples": [["v*", "[0-9]*.[0-9]*.[0-9]*"]], "x-expected": 'a list of globs such as ["v*"]' }, "confirm": { "title": "Ask first", "description": "Whether a person at a terminal is asked before this environment is written. --yes answers.", "type": "boolean", "default": false, "x-expected": "true or false" }, "referrers": { "title": "Referrers", "description": "Which signatures, SBOMs and attestations come along with an image to this environment, and which must be there.", "type": "object", "additionalProperties": false, "x-expected": "copy or require", "properties": { "copy": { "title": "What comes along", "description": "all, none, or a list of kinds: signature, sbom, provenance, attestation, or an artifact type. Attestations that BuildKit keeps inside an index are part of the image and always come along.", "anyOf": [{ "enum": ["all", "none"] }, { "$ref": "#/$defs/referrerKinds" }], "default": "all", "examples": ["all", "none", ["signature", "sbom"]], "x-expected": "all, none, or a list of kinds such as [signature, sbom]" }, "require": { "title": "What must be there", "description": "Kinds that an image must have to be promoted here: on the image itself, or on each image of an index. What is required has to be copied too.", "$ref": "#/$defs/referrerKinds", "default": [], "examples": [["signature"]], "x-expected": "a list of kinds such as [signature]" } }, "examples": [{ "copy": "all", "require": ["signature"] }] }, "gates": { "title": "Gates", "description": "Rules that must hold before an image is promoted to this environment.", "x-not-supported-yet": true, "type": "object" }, "onFailure": { "title": "After a failure", "description": "Whether tags that moved already are put back when a later one cannot be moved.", "x-not-supported-yet": true, "enum": ["restore", "keep"], "default": "restore" }, "retain": { "title": "Retain", "description": "How many earlier versions stay tagged.", "x-not-supported-yet": true, "type": "integer", "minimum": 0, "default": 0 } } };
var schema33 = { "type": "string", "minLength": 1, "x-expected": "the name of an environment" };
var schema35 = { "type": "array", "maxItems": 64, "items": { "type": "string", "minLength": 1, "maxLength": 255, "description": "signature, sbom, provenance, attestation, or an artifact type", "x-expected": "signature, sbom, provenance, attestation, or an artifact type such as application/spdx+json" } };
var func3 = Object.prototype.hasOwnProperty;
var pattern5 = new RegExp("^[a-z0-9][a-z0-9-]*$", "u");
var keyword0 = false;
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
      if (!(data14 && typeof data14 == "object" && !Array.isArray(data14))) {
        const err43 = { instancePath: instancePath + "/gates", schemaPath: "#/properties/gates/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.properties.gates.type, parentSchema: schema32.properties.gates, data: data14 };
        if (vErrors === null) {
          vErrors = [err43];
        } else {
          vErrors.push(err43);
        }
        errors++;
      }
      var valid18 = false;
      const err44 = { instancePath: instancePath + "/gates", schemaPath: "#/properties/gates/x-not-supported-yet/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: keyword0, data: data14 };
      if (vErrors === null) {
        vErrors = [err44];
      } else {
        vErrors.push(err44);
      }
      errors++;
      if (!valid18) {
        const err45 = { instancePath: instancePath + "/gates", schemaPath: "#/properties/gates/x-not-supported-yet", keyword: "x-not-supported-yet", params: {}, message: 'must pass "x-not-supported-yet" keyword validation', schema: true, parentSchema: schema32.properties.gates, data: data14 };
        if (vErrors === null) {
          vErrors = [err45];
        } else {
          vErrors.push(err45);
        }
        errors++;
      }
    }
    if (data.onFailure !== void 0) {
      let data15 = data.onFailure;
      if (!(data15 === "restore" || data15 === "keep")) {
        const err46 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/enum", keyword: "enum", params: { allowedValues: schema32.properties.onFailure.enum }, message: "must be equal to one of the allowed values", schema: schema32.properties.onFailure.enum, parentSchema: schema32.properties.onFailure, data: data15 };
        if (vErrors === null) {
          vErrors = [err46];
        } else {
          vErrors.push(err46);
        }
        errors++;
      }
      var valid19 = false;
      const err47 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/x-not-supported-yet/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: keyword0, data: data15 };
      if (vErrors === null) {
        vErrors = [err47];
      } else {
        vErrors.push(err47);
      }
      errors++;
      if (!valid19) {
        const err48 = { instancePath: instancePath + "/onFailure", schemaPath: "#/properties/onFailure/x-not-supported-yet", keyword: "x-not-supported-yet", params: {}, message: 'must pass "x-not-supported-yet" keyword validation', schema: true, parentSchema: schema32.properties.onFailure, data: data15 };
        if (vErrors === null) {
          vErrors = [err48];
        } else {
          vErrors.push(err48);
        }
        errors++;
      }
    }
    if (data.retain !== void 0) {
      let data16 = data.retain;
      if (!(typeof data16 == "number" && (!(data16 % 1) && !isNaN(data16)) && isFinite(data16))) {
        const err49 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema32.properties.retain.type, parentSchema: schema32.properties.retain, data: data16 };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
      var valid20 = false;
      const err50 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/x-not-supported-yet/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: keyword0, data: data16 };
      if (vErrors === null) {
        vErrors = [err50];
      } else {
        vErrors.push(err50);
      }
      errors++;
      if (!valid20) {
        const err51 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/x-not-supported-yet", keyword: "x-not-supported-yet", params: {}, message: 'must pass "x-not-supported-yet" keyword validation', schema: true, parentSchema: schema32.properties.retain, data: data16 };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
      if (typeof data16 == "number" && isFinite(data16)) {
        if (data16 < 0 || isNaN(data16)) {
          const err52 = { instancePath: instancePath + "/retain", schemaPath: "#/properties/retain/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0", schema: 0, parentSchema: schema32.properties.retain, data: data16 };
          if (vErrors === null) {
            vErrors = [err52];
          } else {
            vErrors.push(err52);
          }
          errors++;
        }
      }
    }
  } else {
    const err53 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema32.type, parentSchema: schema32, data };
    if (vErrors === null) {
      vErrors = [err53];
    } else {
      vErrors.push(err53);
    }
    errors++;
  }
  validate21.errors = vErrors;
  return errors === 0;
}
validate21.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema37 = { "title": "Image", "description": "A logical image and which of its tags are promoted.", "type": "object", "additionalProperties": false, "required": ["name", "select"], "x-expected": "an image with a name and a select", "properties": { "name": { "title": "Name", "description": "What the image is called; {image} in templates. Lower-case path parts, joined by slashes.", "type": "string", "pattern": "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "maxLength": 255, "examples": ["api", "team/web"], "x-expected": "lower-case path parts such as api or team/web" }, "select": { "title": "Select", "description": "Which tags are promoted, as found in the source environment: a tag, a glob, a rule, or a list of them. An image on the command line replaces it for that run.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }, { "type": "array", "minItems": 1, "maxItems": 256, "items": { "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "$ref": "#/$defs/ruleSelector" }], "x-expected": "a tag, a glob, or one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }" } }], "examples": [["1.4.2"], "{env}", { "semver": ">=2.0 <3", "newest": 1 }], "x-expected": "a tag, a glob, one of { semver: \u2026 }, { regex: \u2026 }, { digest: \u2026 }, or a list of them" }, "exclude": { "title": "Exclude", "description": "Tags that select does not take, whatever it says: a tag, a glob, or a list of them. They are left out before newest counts. A digest in select is taken whatever tags it has, and a tag that the command line names is taken with a warning.", "anyOf": [{ "$ref": "#/$defs/tagSelector" }, { "type": "array", "maxItems": 256, "items": { "$ref": "#/$defs/tagSelector", "x-expected": "a tag or a glob such as *-rc*" } }], "default": [], "examples": [["1.4.3", "*-rc*"]], "x-expected": "a tag, a glob, or a list of them" }, "platforms": { "title": "Platforms", "description": "Platforms that must be present in the image. Nothing is ever filtered: that would change the digest.", "type": "array", "maxItems": 64, "items": { "type": "string", "pattern": "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "maxLength": 64, "x-expected": "os/architecture or os/architecture/variant, such as linux/amd64" }, "default": [], "examples": [["linux/amd64", "linux/arm64"]], "x-expected": "a list of platforms such as [linux/amd64]" }, "repository": { "title": "Repository by environment", "description": "Repository templates that replace those of single environments for this image.", "type": "object", "additionalProperties": { "type": "string", "minLength": 1, "maxLength": 4096, "x-expected": "a repository such as docker.io/acme/web" }, "examples": [{ "prod": "docker.io/acme/web" }], "x-expected": "environments, each with a repository" }, "optional": { "title": "Optional", "description": "Whether it is fine that select matches nothing.", "type": "boolean", "default": false, "x-expected": "true or false" } } };
var schema38 = { "title": "Tag or glob", "description": "An exact tag, or a glob: * is any text, ? one character, [0-9] one of a set. {env} stands for the source environment's name.", "type": "string", "minLength": 1, "maxLength": 256, "examples": ["1.4.2", "1.4.*", "{env}"] };
var schema39 = { "title": "Rule", "description": "Tags by version range or regular expression, or one digest.", "type": "object", "additionalProperties": false, "x-expected": "one of semver, regex and digest", "properties": { "semver": { "title": "Version range", "description": "A semantic version range as npm has it. A leading v of a tag does not matter; prereleases match only where the range names one.", "type": "string", "minLength": 1, "maxLength": 256, "examples": [">=2.0 <3", "^1.4"], "x-expected": 'a version range such as ">=2.0 <3"' }, "regex": { "title": "Regular expression", "description": "RE2 syntax (no lookaround, no backreferences), found anywhere in the tag unless anchored with ^ and $.", "type": "string", "minLength": 1, "maxLength": 1e3, "examples": ["^v\\d+$"], "x-expected": 'a regular expression such as "^v\\\\d+$"' }, "newest": { "title": "Newest", "description": "How many of the matching tags, the highest first. Default: all.", "type": "integer", "minimum": 1, "maximum": 1e4, "examples": [1], "x-expected": "a whole number from 1 to 10000" }, "digest": { "title": "Digest", "description": "Exactly this content.", "type": "string", "pattern": "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "x-expected": "a digest: sha256: and 64 lower-case hex digits" } }, "oneOf": [{ "required": ["semver"] }, { "required": ["regex"] }, { "required": ["digest"] }], "dependentSchemas": { "digest": { "properties": { "newest": false } } } };
var pattern6 = new RegExp("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", "u");
var pattern7 = new RegExp("^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "u");
var pattern9 = new RegExp("^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", "u");
function validate23(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate23.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.name === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "name" }, message: "must have required property 'name'", schema: schema37.required, parentSchema: schema37, data };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.select === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "select" }, message: "must have required property 'select'", schema: schema37.required, parentSchema: schema37, data };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "name" || key0 === "select" || key0 === "exclude" || key0 === "platforms" || key0 === "repository" || key0 === "optional")) {
        const err2 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties", schema: false, parentSchema: schema37, data };
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
          const err3 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters", schema: 255, parentSchema: schema37.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err3];
          } else {
            vErrors.push(err3);
          }
          errors++;
        }
        if (!pattern6.test(data0)) {
          const err4 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$" }, message: 'must match pattern "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$"', schema: "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", parentSchema: schema37.properties.name, data: data0 };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.properties.name.type, parentSchema: schema37.properties.name, data: data0 };
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
          const err6 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema38, data: data1 };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
        if (func1(data1) < 1) {
          const err7 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data1 };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema38.type, parentSchema: schema38, data: data1 };
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
          const err9 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/0/required", keyword: "required", params: { missingProperty: "semver" }, message: "must have required property 'semver'", schema: schema39.oneOf[0].required, parentSchema: schema39.oneOf[0], data: data1 };
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
          const err10 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/1/required", keyword: "required", params: { missingProperty: "regex" }, message: "must have required property 'regex'", schema: schema39.oneOf[1].required, parentSchema: schema39.oneOf[1], data: data1 };
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
            const err11 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf/2/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'", schema: schema39.oneOf[2].required, parentSchema: schema39.oneOf[2], data: data1 };
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
        const err12 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/oneOf", keyword: "oneOf", params: { passingSchemas: passing0 }, message: "must match exactly one schema in oneOf", schema: schema39.oneOf, parentSchema: schema39, data: data1 };
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
            const err13 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties", schema: false, parentSchema: schema39, data: data1 };
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
              const err14 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema39.properties.semver, data: data2 };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
            if (func1(data2) < 1) {
              const err15 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema39.properties.semver, data: data2 };
              if (vErrors === null) {
                vErrors = [err15];
              } else {
                vErrors.push(err15);
              }
              errors++;
            }
          } else {
            const err16 = { instancePath: instancePath + "/select/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.semver.type, parentSchema: schema39.properties.semver, data: data2 };
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
              const err17 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/maxLength", keyword: "maxLength", params: { limit: 1e3 }, message: "must NOT have more than 1000 characters", schema: 1e3, parentSchema: schema39.properties.regex, data: data3 };
              if (vErrors === null) {
                vErrors = [err17];
              } else {
                vErrors.push(err17);
              }
              errors++;
            }
            if (func1(data3) < 1) {
              const err18 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema39.properties.regex, data: data3 };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = { instancePath: instancePath + "/select/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.regex.type, parentSchema: schema39.properties.regex, data: data3 };
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
            const err20 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema39.properties.newest.type, parentSchema: schema39.properties.newest, data: data4 };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
          if (typeof data4 == "number" && isFinite(data4)) {
            if (data4 > 1e4 || isNaN(data4)) {
              const err21 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema39.properties.newest, data: data4 };
              if (vErrors === null) {
                vErrors = [err21];
              } else {
                vErrors.push(err21);
              }
              errors++;
            }
            if (data4 < 1 || isNaN(data4)) {
              const err22 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema39.properties.newest, data: data4 };
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
            if (!pattern7.test(data5)) {
              const err23 = { instancePath: instancePath + "/select/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"', schema: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", parentSchema: schema39.properties.digest, data: data5 };
              if (vErrors === null) {
                vErrors = [err23];
              } else {
                vErrors.push(err23);
              }
              errors++;
            }
          } else {
            const err24 = { instancePath: instancePath + "/select/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.digest.type, parentSchema: schema39.properties.digest, data: data5 };
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
              const err25 = { instancePath: instancePath + "/select/newest", schemaPath: "#/$defs/ruleSelector/dependentSchemas/digest/properties/newest/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema39.dependentSchemas.digest.properties.newest, data: data1.newest };
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
        const err26 = { instancePath: instancePath + "/select", schemaPath: "#/$defs/ruleSelector/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema39.type, parentSchema: schema39, data: data1 };
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
          const err27 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema37.properties.select.anyOf[2], data: data1 };
          if (vErrors === null) {
            vErrors = [err27];
          } else {
            vErrors.push(err27);
          }
          errors++;
        }
        if (data1.length < 1) {
          const err28 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items", schema: 1, parentSchema: schema37.properties.select.anyOf[2], data: data1 };
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
              const err29 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema38, data: data7 };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            if (func1(data7) < 1) {
              const err30 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data7 };
              if (vErrors === null) {
                vErrors = [err30];
              } else {
                vErrors.push(err30);
              }
              errors++;
            }
          } else {
            const err31 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema38.type, parentSchema: schema38, data: data7 };
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
              const err32 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/0/required", keyword: "required", params: { missingProperty: "semver" }, message: "must have required property 'semver'", schema: schema39.oneOf[0].required, parentSchema: schema39.oneOf[0], data: data7 };
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
              const err33 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/1/required", keyword: "required", params: { missingProperty: "regex" }, message: "must have required property 'regex'", schema: schema39.oneOf[1].required, parentSchema: schema39.oneOf[1], data: data7 };
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
                const err34 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf/2/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'", schema: schema39.oneOf[2].required, parentSchema: schema39.oneOf[2], data: data7 };
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
            const err35 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/oneOf", keyword: "oneOf", params: { passingSchemas: passing1 }, message: "must match exactly one schema in oneOf", schema: schema39.oneOf, parentSchema: schema39, data: data7 };
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
                const err36 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties", schema: false, parentSchema: schema39, data: data7 };
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
                  const err37 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema39.properties.semver, data: data8 };
                  if (vErrors === null) {
                    vErrors = [err37];
                  } else {
                    vErrors.push(err37);
                  }
                  errors++;
                }
                if (func1(data8) < 1) {
                  const err38 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema39.properties.semver, data: data8 };
                  if (vErrors === null) {
                    vErrors = [err38];
                  } else {
                    vErrors.push(err38);
                  }
                  errors++;
                }
              } else {
                const err39 = { instancePath: instancePath + "/select/" + i0 + "/semver", schemaPath: "#/$defs/ruleSelector/properties/semver/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.semver.type, parentSchema: schema39.properties.semver, data: data8 };
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
                  const err40 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/maxLength", keyword: "maxLength", params: { limit: 1e3 }, message: "must NOT have more than 1000 characters", schema: 1e3, parentSchema: schema39.properties.regex, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err40];
                  } else {
                    vErrors.push(err40);
                  }
                  errors++;
                }
                if (func1(data9) < 1) {
                  const err41 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema39.properties.regex, data: data9 };
                  if (vErrors === null) {
                    vErrors = [err41];
                  } else {
                    vErrors.push(err41);
                  }
                  errors++;
                }
              } else {
                const err42 = { instancePath: instancePath + "/select/" + i0 + "/regex", schemaPath: "#/$defs/ruleSelector/properties/regex/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.regex.type, parentSchema: schema39.properties.regex, data: data9 };
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
                const err43 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema39.properties.newest.type, parentSchema: schema39.properties.newest, data: data10 };
                if (vErrors === null) {
                  vErrors = [err43];
                } else {
                  vErrors.push(err43);
                }
                errors++;
              }
              if (typeof data10 == "number" && isFinite(data10)) {
                if (data10 > 1e4 || isNaN(data10)) {
                  const err44 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema39.properties.newest, data: data10 };
                  if (vErrors === null) {
                    vErrors = [err44];
                  } else {
                    vErrors.push(err44);
                  }
                  errors++;
                }
                if (data10 < 1 || isNaN(data10)) {
                  const err45 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/properties/newest/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema39.properties.newest, data: data10 };
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
                if (!pattern7.test(data11)) {
                  const err46 = { instancePath: instancePath + "/select/" + i0 + "/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"', schema: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", parentSchema: schema39.properties.digest, data: data11 };
                  if (vErrors === null) {
                    vErrors = [err46];
                  } else {
                    vErrors.push(err46);
                  }
                  errors++;
                }
              } else {
                const err47 = { instancePath: instancePath + "/select/" + i0 + "/digest", schemaPath: "#/$defs/ruleSelector/properties/digest/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema39.properties.digest.type, parentSchema: schema39.properties.digest, data: data11 };
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
                  const err48 = { instancePath: instancePath + "/select/" + i0 + "/newest", schemaPath: "#/$defs/ruleSelector/dependentSchemas/digest/properties/newest/false schema", keyword: "false schema", params: {}, message: "boolean schema is false", schema: false, parentSchema: schema39.dependentSchemas.digest.properties.newest, data: data7.newest };
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
            const err49 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/$defs/ruleSelector/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema39.type, parentSchema: schema39, data: data7 };
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
            const err50 = { instancePath: instancePath + "/select/" + i0, schemaPath: "#/properties/select/anyOf/2/items/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema37.properties.select.anyOf[2].items.anyOf, parentSchema: schema37.properties.select.anyOf[2].items, data: data7 };
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
        const err51 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf/2/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.properties.select.anyOf[2].type, parentSchema: schema37.properties.select.anyOf[2], data: data1 };
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
        const err52 = { instancePath: instancePath + "/select", schemaPath: "#/properties/select/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema37.properties.select.anyOf, parentSchema: schema37.properties.select, data: data1 };
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
          const err53 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema38, data: data13 };
          if (vErrors === null) {
            vErrors = [err53];
          } else {
            vErrors.push(err53);
          }
          errors++;
        }
        if (func1(data13) < 1) {
          const err54 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data13 };
          if (vErrors === null) {
            vErrors = [err54];
          } else {
            vErrors.push(err54);
          }
          errors++;
        }
      } else {
        const err55 = { instancePath: instancePath + "/exclude", schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema38.type, parentSchema: schema38, data: data13 };
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
          const err56 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf/1/maxItems", keyword: "maxItems", params: { limit: 256 }, message: "must NOT have more than 256 items", schema: 256, parentSchema: schema37.properties.exclude.anyOf[1], data: data13 };
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
              const err57 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/maxLength", keyword: "maxLength", params: { limit: 256 }, message: "must NOT have more than 256 characters", schema: 256, parentSchema: schema38, data: data14 };
              if (vErrors === null) {
                vErrors = [err57];
              } else {
                vErrors.push(err57);
              }
              errors++;
            }
            if (func1(data14) < 1) {
              const err58 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema38, data: data14 };
              if (vErrors === null) {
                vErrors = [err58];
              } else {
                vErrors.push(err58);
              }
              errors++;
            }
          } else {
            const err59 = { instancePath: instancePath + "/exclude/" + i1, schemaPath: "#/$defs/tagSelector/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema38.type, parentSchema: schema38, data: data14 };
            if (vErrors === null) {
              vErrors = [err59];
            } else {
              vErrors.push(err59);
            }
            errors++;
          }
        }
      } else {
        const err60 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf/1/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.properties.exclude.anyOf[1].type, parentSchema: schema37.properties.exclude.anyOf[1], data: data13 };
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
        const err61 = { instancePath: instancePath + "/exclude", schemaPath: "#/properties/exclude/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf", schema: schema37.properties.exclude.anyOf, parentSchema: schema37.properties.exclude, data: data13 };
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
          const err62 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/maxItems", keyword: "maxItems", params: { limit: 64 }, message: "must NOT have more than 64 items", schema: 64, parentSchema: schema37.properties.platforms, data: data15 };
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
              const err63 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/maxLength", keyword: "maxLength", params: { limit: 64 }, message: "must NOT have more than 64 characters", schema: 64, parentSchema: schema37.properties.platforms.items, data: data16 };
              if (vErrors === null) {
                vErrors = [err63];
              } else {
                vErrors.push(err63);
              }
              errors++;
            }
            if (!pattern9.test(data16)) {
              const err64 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/pattern", keyword: "pattern", params: { pattern: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$" }, message: 'must match pattern "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$"', schema: "^[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?$", parentSchema: schema37.properties.platforms.items, data: data16 };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
          } else {
            const err65 = { instancePath: instancePath + "/platforms/" + i2, schemaPath: "#/properties/platforms/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.properties.platforms.items.type, parentSchema: schema37.properties.platforms.items, data: data16 };
            if (vErrors === null) {
              vErrors = [err65];
            } else {
              vErrors.push(err65);
            }
            errors++;
          }
        }
      } else {
        const err66 = { instancePath: instancePath + "/platforms", schemaPath: "#/properties/platforms/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema37.properties.platforms.type, parentSchema: schema37.properties.platforms, data: data15 };
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
              const err67 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/maxLength", keyword: "maxLength", params: { limit: 4096 }, message: "must NOT have more than 4096 characters", schema: 4096, parentSchema: schema37.properties.repository.additionalProperties, data: data18 };
              if (vErrors === null) {
                vErrors = [err67];
              } else {
                vErrors.push(err67);
              }
              errors++;
            }
            if (func1(data18) < 1) {
              const err68 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema37.properties.repository.additionalProperties, data: data18 };
              if (vErrors === null) {
                vErrors = [err68];
              } else {
                vErrors.push(err68);
              }
              errors++;
            }
          } else {
            const err69 = { instancePath: instancePath + "/repository/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/repository/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema37.properties.repository.additionalProperties.type, parentSchema: schema37.properties.repository.additionalProperties, data: data18 };
            if (vErrors === null) {
              vErrors = [err69];
            } else {
              vErrors.push(err69);
            }
            errors++;
          }
        }
      } else {
        const err70 = { instancePath: instancePath + "/repository", schemaPath: "#/properties/repository/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema37.properties.repository.type, parentSchema: schema37.properties.repository, data: data17 };
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
        const err71 = { instancePath: instancePath + "/optional", schemaPath: "#/properties/optional/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema37.properties.optional.type, parentSchema: schema37.properties.optional, data: data19 };
        if (vErrors === null) {
          vErrors = [err71];
        } else {
          vErrors.push(err71);
        }
        errors++;
      }
    }
  } else {
    const err72 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema37.type, parentSchema: schema37, data };
    if (vErrors === null) {
      vErrors = [err72];
    } else {
      vErrors.push(err72);
    }
    errors++;
  }
  validate23.errors = vErrors;
  return errors === 0;
}
validate23.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
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
          if (!validate23(data4[i1], { instancePath: instancePath + "/images/" + i1, parentData: data4, parentDataProperty: i1, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
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
            if (!pattern10.test(data16)) {
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
                const err39 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/registry/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key5 }, message: "must NOT have additional properties", schema: false, parentSchema: schema44, data: data18 };
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
                const err40 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/plainHttp", schemaPath: "#/$defs/registry/properties/plainHttp/type", keyword: "type", params: { type: "boolean" }, message: "must be boolean", schema: schema44.properties.plainHttp.type, parentSchema: schema44.properties.plainHttp, data: data19 };
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
                  const err41 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/caFile", schemaPath: "#/$defs/registry/properties/caFile/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema44.properties.caFile, data: data20 };
                  if (vErrors === null) {
                    vErrors = [err41];
                  } else {
                    vErrors.push(err41);
                  }
                  errors++;
                }
              } else {
                const err42 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/caFile", schemaPath: "#/$defs/registry/properties/caFile/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema44.properties.caFile.type, parentSchema: schema44.properties.caFile, data: data20 };
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
                  const err43 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientCert", schemaPath: "#/$defs/registry/properties/clientCert/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema44.properties.clientCert, data: data21 };
                  if (vErrors === null) {
                    vErrors = [err43];
                  } else {
                    vErrors.push(err43);
                  }
                  errors++;
                }
              } else {
                const err44 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientCert", schemaPath: "#/$defs/registry/properties/clientCert/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema44.properties.clientCert.type, parentSchema: schema44.properties.clientCert, data: data21 };
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
                  const err45 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientKey", schemaPath: "#/$defs/registry/properties/clientKey/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema44.properties.clientKey, data: data22 };
                  if (vErrors === null) {
                    vErrors = [err45];
                  } else {
                    vErrors.push(err45);
                  }
                  errors++;
                }
              } else {
                const err46 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/clientKey", schemaPath: "#/$defs/registry/properties/clientKey/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema44.properties.clientKey.type, parentSchema: schema44.properties.clientKey, data: data22 };
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
                  const err47 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors", schemaPath: "#/$defs/registry/properties/mirrors/maxItems", keyword: "maxItems", params: { limit: 16 }, message: "must NOT have more than 16 items", schema: 16, parentSchema: schema44.properties.mirrors, data: data23 };
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
                      const err48 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/maxLength", keyword: "maxLength", params: { limit: 1024 }, message: "must NOT have more than 1024 characters", schema: 1024, parentSchema: schema44.properties.mirrors.items, data: data24 };
                      if (vErrors === null) {
                        vErrors = [err48];
                      } else {
                        vErrors.push(err48);
                      }
                      errors++;
                    }
                    if (func1(data24) < 1) {
                      const err49 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters", schema: 1, parentSchema: schema44.properties.mirrors.items, data: data24 };
                      if (vErrors === null) {
                        vErrors = [err49];
                      } else {
                        vErrors.push(err49);
                      }
                      errors++;
                    }
                  } else {
                    const err50 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors/" + i2, schemaPath: "#/$defs/registry/properties/mirrors/items/type", keyword: "type", params: { type: "string" }, message: "must be string", schema: schema44.properties.mirrors.items.type, parentSchema: schema44.properties.mirrors.items, data: data24 };
                    if (vErrors === null) {
                      vErrors = [err50];
                    } else {
                      vErrors.push(err50);
                    }
                    errors++;
                  }
                }
              } else {
                const err51 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/mirrors", schemaPath: "#/$defs/registry/properties/mirrors/type", keyword: "type", params: { type: "array" }, message: "must be array", schema: schema44.properties.mirrors.type, parentSchema: schema44.properties.mirrors, data: data23 };
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
                  const err52 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e4 }, message: "must be <= 10000", schema: 1e4, parentSchema: schema44.properties.requestsPerSecond, data: data25 };
                  if (vErrors === null) {
                    vErrors = [err52];
                  } else {
                    vErrors.push(err52);
                  }
                  errors++;
                }
                if (data25 < 0.01 || isNaN(data25)) {
                  const err53 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0.01 }, message: "must be >= 0.01", schema: 0.01, parentSchema: schema44.properties.requestsPerSecond, data: data25 };
                  if (vErrors === null) {
                    vErrors = [err53];
                  } else {
                    vErrors.push(err53);
                  }
                  errors++;
                }
              } else {
                const err54 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/requestsPerSecond", schemaPath: "#/$defs/registry/properties/requestsPerSecond/type", keyword: "type", params: { type: "number" }, message: "must be number", schema: schema44.properties.requestsPerSecond.type, parentSchema: schema44.properties.requestsPerSecond, data: data25 };
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
                const err55 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/type", keyword: "type", params: { type: "integer" }, message: "must be integer", schema: schema44.properties.metadataConcurrency.type, parentSchema: schema44.properties.metadataConcurrency, data: data26 };
                if (vErrors === null) {
                  vErrors = [err55];
                } else {
                  vErrors.push(err55);
                }
                errors++;
              }
              if (typeof data26 == "number" && isFinite(data26)) {
                if (data26 > 1024 || isNaN(data26)) {
                  const err56 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1024 }, message: "must be <= 1024", schema: 1024, parentSchema: schema44.properties.metadataConcurrency, data: data26 };
                  if (vErrors === null) {
                    vErrors = [err56];
                  } else {
                    vErrors.push(err56);
                  }
                  errors++;
                }
                if (data26 < 1 || isNaN(data26)) {
                  const err57 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/metadataConcurrency", schemaPath: "#/$defs/registry/properties/metadataConcurrency/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1", schema: 1, parentSchema: schema44.properties.metadataConcurrency, data: data26 };
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
                const err58 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1") + "/kind", schemaPath: "#/$defs/registry/properties/kind/enum", keyword: "enum", params: { allowedValues: schema44.properties.kind.enum }, message: "must be equal to one of the allowed values", schema: schema44.properties.kind.enum, parentSchema: schema44.properties.kind, data: data27 };
                if (vErrors === null) {
                  vErrors = [err58];
                } else {
                  vErrors.push(err58);
                }
                errors++;
              }
            }
          } else {
            const err59 = { instancePath: instancePath + "/registries/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/$defs/registry/type", keyword: "type", params: { type: "object" }, message: "must be object", schema: schema44.type, parentSchema: schema44, data: data18 };
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
