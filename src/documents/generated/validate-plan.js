// Made from schemas/plan.schema.json by `npm run generate`; do not edit.
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

// node_modules/ajv-formats/dist/formats.js
var require_formats = __commonJS({
  "node_modules/ajv-formats/dist/formats.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    exports.formatNames = exports.fastFormats = exports.fullFormats = void 0;
    function fmtDef(validate2, compare) {
      return { validate: validate2, compare };
    }
    exports.fullFormats = {
      // date: http://tools.ietf.org/html/rfc3339#section-5.6
      date: fmtDef(date, compareDate),
      // date-time: http://tools.ietf.org/html/rfc3339#section-5.6
      time: fmtDef(getTime(true), compareTime),
      "date-time": fmtDef(getDateTime(true), compareDateTime),
      "iso-time": fmtDef(getTime(), compareIsoTime),
      "iso-date-time": fmtDef(getDateTime(), compareIsoDateTime),
      // duration: https://tools.ietf.org/html/rfc3339#appendix-A
      duration: /^P(?!$)((\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?|(\d+W)?)$/,
      uri,
      "uri-reference": /^(?:[a-z][a-z0-9+\-.]*:)?(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'"()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'"()*+,;=:@]|%[0-9a-f]{2})*)*)?(?:\?(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'"()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i,
      // uri-template: https://tools.ietf.org/html/rfc6570
      "uri-template": /^(?:(?:[^\x00-\x20"'<>%\\^`{|}]|%[0-9a-f]{2})|\{[+#./;?&=,!@|]?(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9][0-9]{0,3}|\*)?(?:,(?:[a-z0-9_]|%[0-9a-f]{2})+(?::[1-9][0-9]{0,3}|\*)?)*\})*$/i,
      // For the source: https://gist.github.com/dperini/729294
      // For test cases: https://mathiasbynens.be/demo/url-regex
      url: /^(?:https?|ftp):\/\/(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))|(?:(?:[a-z0-9\u{00a1}-\u{ffff}]+-)*[a-z0-9\u{00a1}-\u{ffff}]+)(?:\.(?:[a-z0-9\u{00a1}-\u{ffff}]+-)*[a-z0-9\u{00a1}-\u{ffff}]+)*(?:\.(?:[a-z\u{00a1}-\u{ffff}]{2,})))(?::\d{2,5})?(?:\/[^\s]*)?$/iu,
      email: /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
      hostname: /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$/i,
      // optimized https://www.safaribooksonline.com/library/view/regular-expressions-cookbook/9780596802837/ch07s16.html
      ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/,
      ipv6: /^((([0-9a-f]{1,4}:){7}([0-9a-f]{1,4}|:))|(([0-9a-f]{1,4}:){6}(:[0-9a-f]{1,4}|((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3})|:))|(([0-9a-f]{1,4}:){5}(((:[0-9a-f]{1,4}){1,2})|:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3})|:))|(([0-9a-f]{1,4}:){4}(((:[0-9a-f]{1,4}){1,3})|((:[0-9a-f]{1,4})?:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){3}(((:[0-9a-f]{1,4}){1,4})|((:[0-9a-f]{1,4}){0,2}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){2}(((:[0-9a-f]{1,4}){1,5})|((:[0-9a-f]{1,4}){0,3}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(([0-9a-f]{1,4}:){1}(((:[0-9a-f]{1,4}){1,6})|((:[0-9a-f]{1,4}){0,4}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:))|(:(((:[0-9a-f]{1,4}){1,7})|((:[0-9a-f]{1,4}){0,5}:((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}))|:)))$/i,
      regex,
      // uuid: http://tools.ietf.org/html/rfc4122
      uuid: /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
      // JSON-pointer: https://tools.ietf.org/html/rfc6901
      // uri fragment: https://tools.ietf.org/html/rfc3986#appendix-A
      "json-pointer": /^(?:\/(?:[^~/]|~0|~1)*)*$/,
      "json-pointer-uri-fragment": /^#(?:\/(?:[a-z0-9_\-.!$&'()*+,;:=@]|%[0-9a-f]{2}|~0|~1)*)*$/i,
      // relative JSON-pointer: http://tools.ietf.org/html/draft-luff-relative-json-pointer-00
      "relative-json-pointer": /^(?:0|[1-9][0-9]*)(?:#|(?:\/(?:[^~/]|~0|~1)*)*)$/,
      // the following formats are used by the openapi specification: https://spec.openapis.org/oas/v3.0.0#data-types
      // byte: https://github.com/miguelmota/is-base64
      byte,
      // signed 32 bit integer
      int32: { type: "number", validate: validateInt32 },
      // signed 64 bit integer
      int64: { type: "number", validate: validateInt64 },
      // C-type float
      float: { type: "number", validate: validateNumber },
      // C-type double
      double: { type: "number", validate: validateNumber },
      // hint to the UI to hide input strings
      password: true,
      // unchecked string payload
      binary: true
    };
    exports.fastFormats = {
      ...exports.fullFormats,
      date: fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\d$/, compareDate),
      time: fmtDef(/^(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)$/i, compareTime),
      "date-time": fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\dt(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)$/i, compareDateTime),
      "iso-time": fmtDef(/^(?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i, compareIsoTime),
      "iso-date-time": fmtDef(/^\d\d\d\d-[0-1]\d-[0-3]\d[t\s](?:[0-2]\d:[0-5]\d:[0-5]\d|23:59:60)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i, compareIsoDateTime),
      // uri: https://github.com/mafintosh/is-my-json-valid/blob/master/formats.js
      uri: /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/)?[^\s]*$/i,
      "uri-reference": /^(?:(?:[a-z][a-z0-9+\-.]*:)?\/?\/)?(?:[^\\\s#][^\s#]*)?(?:#[^\\\s]*)?$/i,
      // email (sources from jsen validator):
      // http://stackoverflow.com/questions/201323/using-a-regular-expression-to-validate-an-email-address#answer-8829363
      // http://www.w3.org/TR/html5/forms.html#valid-e-mail-address (search for 'wilful violation')
      email: /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i
    };
    exports.formatNames = Object.keys(exports.fullFormats);
    function isLeapYear(year) {
      return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    }
    var DATE = /^(\d\d\d\d)-(\d\d)-(\d\d)$/;
    var DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    function date(str) {
      const matches = DATE.exec(str);
      if (!matches)
        return false;
      const year = +matches[1];
      const month = +matches[2];
      const day = +matches[3];
      return month >= 1 && month <= 12 && day >= 1 && day <= (month === 2 && isLeapYear(year) ? 29 : DAYS[month]);
    }
    function compareDate(d1, d2) {
      if (!(d1 && d2))
        return void 0;
      if (d1 > d2)
        return 1;
      if (d1 < d2)
        return -1;
      return 0;
    }
    var TIME = /^(\d\d):(\d\d):(\d\d(?:\.\d+)?)(z|([+-])(\d\d)(?::?(\d\d))?)?$/i;
    function getTime(strictTimeZone) {
      return function time(str) {
        const matches = TIME.exec(str);
        if (!matches)
          return false;
        const hr = +matches[1];
        const min = +matches[2];
        const sec = +matches[3];
        const tz = matches[4];
        const tzSign = matches[5] === "-" ? -1 : 1;
        const tzH = +(matches[6] || 0);
        const tzM = +(matches[7] || 0);
        if (tzH > 23 || tzM > 59 || strictTimeZone && !tz)
          return false;
        if (hr <= 23 && min <= 59 && sec < 60)
          return true;
        const utcMin = min - tzM * tzSign;
        const utcHr = hr - tzH * tzSign - (utcMin < 0 ? 1 : 0);
        return (utcHr === 23 || utcHr === -1) && (utcMin === 59 || utcMin === -1) && sec < 61;
      };
    }
    function compareTime(s1, s2) {
      if (!(s1 && s2))
        return void 0;
      const t1 = (/* @__PURE__ */ new Date("2020-01-01T" + s1)).valueOf();
      const t2 = (/* @__PURE__ */ new Date("2020-01-01T" + s2)).valueOf();
      if (!(t1 && t2))
        return void 0;
      return t1 - t2;
    }
    function compareIsoTime(t1, t2) {
      if (!(t1 && t2))
        return void 0;
      const a1 = TIME.exec(t1);
      const a2 = TIME.exec(t2);
      if (!(a1 && a2))
        return void 0;
      t1 = a1[1] + a1[2] + a1[3];
      t2 = a2[1] + a2[2] + a2[3];
      if (t1 > t2)
        return 1;
      if (t1 < t2)
        return -1;
      return 0;
    }
    var DATE_TIME_SEPARATOR = /t|\s/i;
    function getDateTime(strictTimeZone) {
      const time = getTime(strictTimeZone);
      return function date_time(str) {
        const dateTime = str.split(DATE_TIME_SEPARATOR);
        return dateTime.length === 2 && date(dateTime[0]) && time(dateTime[1]);
      };
    }
    function compareDateTime(dt1, dt2) {
      if (!(dt1 && dt2))
        return void 0;
      const d1 = new Date(dt1).valueOf();
      const d2 = new Date(dt2).valueOf();
      if (!(d1 && d2))
        return void 0;
      return d1 - d2;
    }
    function compareIsoDateTime(dt1, dt2) {
      if (!(dt1 && dt2))
        return void 0;
      const [d1, t1] = dt1.split(DATE_TIME_SEPARATOR);
      const [d2, t2] = dt2.split(DATE_TIME_SEPARATOR);
      const res = compareDate(d1, d2);
      if (res === void 0)
        return void 0;
      return res || compareTime(t1, t2);
    }
    var NOT_URI_FRAGMENT = /\/|:/;
    var URI = /^(?:[a-z][a-z0-9+\-.]*:)(?:\/?\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*@)?(?:\[(?:(?:(?:(?:[0-9a-f]{1,4}:){6}|::(?:[0-9a-f]{1,4}:){5}|(?:[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){4}|(?:(?:[0-9a-f]{1,4}:){0,1}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){3}|(?:(?:[0-9a-f]{1,4}:){0,2}[0-9a-f]{1,4})?::(?:[0-9a-f]{1,4}:){2}|(?:(?:[0-9a-f]{1,4}:){0,3}[0-9a-f]{1,4})?::[0-9a-f]{1,4}:|(?:(?:[0-9a-f]{1,4}:){0,4}[0-9a-f]{1,4})?::)(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?))|(?:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})?::[0-9a-f]{1,4}|(?:(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})?::)|[Vv][0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+)\]|(?:(?:25[0-5]|2[0-4]\d|[01]?\d\d?)\.){3}(?:25[0-5]|2[0-4]\d|[01]?\d\d?)|(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*)(?::\d*)?(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*|\/(?:(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)?|(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})+(?:\/(?:[a-z0-9\-._~!$&'()*+,;=:@]|%[0-9a-f]{2})*)*)(?:\?(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?(?:#(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?$/i;
    function uri(str) {
      return NOT_URI_FRAGMENT.test(str) && URI.test(str);
    }
    var BYTE = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/gm;
    function byte(str) {
      BYTE.lastIndex = 0;
      return BYTE.test(str);
    }
    var MIN_INT32 = -(2 ** 31);
    var MAX_INT32 = 2 ** 31 - 1;
    function validateInt32(value) {
      return Number.isInteger(value) && value <= MAX_INT32 && value >= MIN_INT32;
    }
    function validateInt64(value) {
      return Number.isInteger(value);
    }
    function validateNumber() {
      return true;
    }
    var Z_ANCHOR = /[^\\]\\Z/;
    function regex(str) {
      if (Z_ANCHOR.test(str))
        return false;
      try {
        new RegExp(str);
        return true;
      } catch (e) {
        return false;
      }
    }
  }
});

// <stdin>
var validate = validate20;
var stdin_default = validate20;
var schema31 = { "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A saved plan", "description": "What `promote plan -o` saves and `promote apply` carries out: exactly what one promotion does.", "type": "object", "additionalProperties": false, "required": ["plan", "digest", "madeAt", "current", "verdicts", "denials", "missing", "warnings"], "properties": { "plan": { "type": "object", "description": "The part that the digest covers.", "additionalProperties": false, "required": ["formatVersion", "project", "author", "from", "to", "configDigest", "steps"], "properties": { "formatVersion": { "const": 1, "description": "Version of this format." }, "project": { "type": "string", "description": "Project of the promotion file.", "minLength": 1 }, "author": { "type": "string", "description": "Who made the plan.", "minLength": 1 }, "purpose": { "enum": ["repair", "rollback"], "description": "Absent for a promotion. A repair puts back what the ledger says of an environment, a rollback brings it back to what it was; its `from` and `to` are the same, and it is not saved." }, "state": { "type": "integer", "minimum": 0, "description": "Of a rollback: the entry after which the environment was as it is to be again; 0: before the first one." }, "from": { "type": "string", "description": "Source environment.", "minLength": 1 }, "to": { "type": "string", "description": "Destination environment.", "minLength": 1 }, "configDigest": { "$ref": "common.schema.json#/$defs/digest", "description": "Digest of the resolved promotion file and of every file it names; a plan made for another one is refused." }, "takesFloating": { "const": true, "description": "There where floating tags go to what is promoted although the destination has a higher version." }, "steps": { "type": "array", "description": "What happens, sorted by image, then source tag.", "items": { "$ref": "#/$defs/step" } } } }, "digest": { "$ref": "common.schema.json#/$defs/digest", "description": "SHA-256 of the canonical JSON (RFC 8785) of `plan`." }, "madeAt": { "$ref": "common.schema.json#/$defs/time", "description": "When the plan was made." }, "estimates": { "type": "array", "description": "What the steps would move; absent where nobody asked.", "items": { "type": "object", "description": "What one step would move.", "additionalProperties": false, "required": ["image", "tag", "mount", "copy", "copyBytes", "present"], "properties": { "image": { "type": "string", "description": "Logical name of the image." }, "tag": { "description": "Source tag.", "type": ["string", "null"] }, "digest": { "$ref": "common.schema.json#/$defs/digest", "description": "Digest of the image, where no tag tells the steps of an image apart." }, "mount": { "type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "Blobs the registry would link." }, "copy": { "type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "Blobs to copy." }, "copyBytes": { "type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "Bytes to copy." }, "present": { "type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "Blobs that are there already." } } } }, "current": { "type": "array", "description": "What stands in the destination now.", "items": { "type": "object", "description": "One image's current version.", "additionalProperties": false, "required": ["image", "version", "digest"], "properties": { "image": { "type": "string", "description": "Logical name of the image." }, "version": { "description": "Its tag there; null: unknown.", "type": ["string", "null"] }, "digest": { "description": "Its digest there; null: unknown.", "anyOf": [{ "$ref": "common.schema.json#/$defs/digest" }, { "type": "null" }] }, "compare": { "type": "string", "description": "Link to the commits between it and the candidate, where both carry source and revision labels." }, "commits": { "type": "string", "description": "The two revisions, shortened, where both carry a revision label." } } } }, "verdicts": { "type": "array", "description": "The gates' answers.", "items": { "$ref": "common.schema.json#/$defs/verdict" } }, "denials": { "type": "array", "description": "Steps that may not run.", "items": { "type": "object", "description": "A step that may not run, and why.", "additionalProperties": false, "required": ["image", "tag", "reason"], "properties": { "image": { "type": "string", "description": "Logical name of the image." }, "tag": { "description": "Source tag.", "type": ["string", "null"] }, "reason": { "type": "string", "description": "Why, in a sentence." }, "hint": { "type": "string", "description": "What to try." }, "refused": { "type": "string", "description": "Destination tag of the step that may not move, where it is one of its own." } } } }, "missing": { "type": "array", "description": "What the source does not have.", "items": { "type": "object", "description": "A step that cannot run.", "additionalProperties": false, "required": ["image", "wanted", "reason", "near"], "properties": { "image": { "type": "string", "description": "Logical name of the image." }, "wanted": { "type": "string", "description": "What was asked for." }, "reason": { "type": "string", "description": "Why it cannot be had." }, "near": { "type": "array", "description": "Tags that are near.", "items": { "type": "string" } } } } }, "warnings": { "type": "array", "description": "What the reader should know.", "items": { "type": "string" } }, "leftOut": { "type": "array", "description": "Images that were left out, as --exclude asked; absent where none was.", "items": { "type": "string", "minLength": 1 } } }, "$defs": { "step": { "type": "object", "description": "One candidate to one destination.", "additionalProperties": false, "required": ["image", "kind", "source", "destination", "tags", "referrers"], "properties": { "image": { "type": "string", "description": "Logical name in the promotion file.", "minLength": 1 }, "kind": { "enum": ["copy", "retag", "referrers", "record", "unchanged"], "description": "`copy`: content has to get there; `retag`: a destination tag holds it already; `referrers`: the image is in step, and lacks some of what refers to it; `record`: all its tags are in place, but another version is current in the destination: nothing moves, and an entry of the ledger makes it current; `unchanged`: nothing to do." }, "source": { "type": "object", "description": "Where the candidate is.", "additionalProperties": false, "required": ["repository", "tag", "descriptor"], "properties": { "repository": { "type": "string", "description": "host/path or oci:folder, relative to the promotion file where it is inside its folder.", "minLength": 1 }, "tag": { "description": "The candidate's tag; null when it was asked for by digest alone.", "anyOf": [{ "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, { "type": "null" }] }, "tagGiven": { "const": true, "description": "There where the tag was given by hand for a digest: the source need not have it." }, "descriptor": { "$ref": "#/$defs/descriptor" } } }, "destination": { "type": "object", "description": "Where it goes.", "additionalProperties": false, "required": ["repository"], "properties": { "repository": { "type": "string", "description": "host/path or oci:folder, as in the source.", "minLength": 1 } } }, "tags": { "type": "array", "description": "The destination tags.", "items": { "type": "object", "description": "One destination tag.", "additionalProperties": false, "required": ["tag", "action", "replaces"], "properties": { "tag": { "type": "string", "description": "The tag.", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, "action": { "enum": ["create", "move", "unchanged", "kept", "remove"], "description": "What happens to it; `kept`: a floating tag that stays where it is because it points at a higher version, or a tag that a rollback leaves because it is immutable; `remove`: a tag that a rollback takes away, for it was not there." }, "replaces": { "description": "Digest it holds at planning; null: there is no such tag.", "anyOf": [{ "$ref": "common.schema.json#/$defs/digest" }, { "type": "null" }] } } } }, "lost": { "type": "object", "description": "What a repair found lost or damaged below the image, or below what refers to it; it is sent whatever the destination says. Absent where nothing is.", "additionalProperties": false, "required": ["manifests", "blobs"], "properties": { "manifests": { "type": "array", "description": "Digests of manifests.", "items": { "$ref": "common.schema.json#/$defs/digest" } }, "blobs": { "type": "array", "description": "Digests of blobs.", "items": { "$ref": "common.schema.json#/$defs/digest" } } } }, "referrers": { "type": "array", "description": "Signatures, SBOMs, attestations and other artifacts that come along; what one refers to stands before it.", "items": { "$ref": "#/$defs/referrer" } }, "current": { "const": true, "description": "There where a rollback makes it the image's current version." }, "takenOut": { "type": "array", "description": "The digests of the image that a rollback takes out, and puts a hold on; absent where there are none.", "items": { "$ref": "common.schema.json#/$defs/digest" } } } }, "referrer": { "type": "object", "description": "An artifact that comes along with an image.", "additionalProperties": false, "required": ["descriptor", "subject", "kinds", "found", "tag"], "properties": { "descriptor": { "$ref": "#/$defs/descriptor" }, "subject": { "$ref": "common.schema.json#/$defs/digest", "description": "What it refers to: the image, something an index lists, or another referrer." }, "kinds": { "type": "array", "description": "What it is, as far as its manifest tells.", "items": { "enum": ["signature", "sbom", "provenance", "attestation"] } }, "found": { "enum": ["api", "fallback", "tag"], "description": "How it was found: `api`: by the referrers API, or a layout's own list; `fallback`: by the index under the fallback tag; `tag`: by a tag of cosign's." }, "tag": { "description": "The tag of cosign's it stands under; null for what names its subject itself.", "anyOf": [{ "type": "object", "description": "A tag of cosign's that comes along.", "additionalProperties": false, "required": ["tag", "replaces"], "properties": { "tag": { "type": "string", "description": "The tag.", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, "replaces": { "description": "Digest it holds at planning; null: there is no such tag.", "anyOf": [{ "$ref": "common.schema.json#/$defs/digest" }, { "type": "null" }] } } }, { "type": "null" }] } } }, "descriptor": { "type": "object", "description": "An OCI content descriptor (image specification 1.1).", "additionalProperties": false, "required": ["mediaType", "digest", "size"], "properties": { "mediaType": { "type": "string", "description": "Media type of the content.", "minLength": 1 }, "digest": { "$ref": "common.schema.json#/$defs/digest", "description": "Digest of the content." }, "size": { "type": "integer", "minimum": 0, "maximum": 9007199254740991, "description": "Bytes." }, "artifactType": { "type": "string", "description": "Type of an artifact." }, "annotations": { "type": "object", "description": "Annotations of the descriptor.", "additionalProperties": { "type": "string" } }, "platform": { "type": "object", "description": "The machine it is for; further properties of the OCI image specification may stand beside these.", "required": ["os", "architecture"], "properties": { "os": { "type": "string", "description": "Operating system." }, "architecture": { "type": "string", "description": "CPU architecture." }, "variant": { "type": "string", "description": "Variant of the architecture." } } } } } } };
var schema48 = { "type": "object", "description": "A gate's answer for one step.", "additionalProperties": false, "required": ["gate", "image", "tag", "answer", "reason", "evidence"], "properties": { "gate": { "type": "string", "description": "Name of the gate." }, "image": { "type": "string", "description": "Logical name of the image." }, "tag": { "description": "Source tag.", "type": ["string", "null"] }, "answer": { "enum": ["pass", "deny", "unknown"], "description": "The answer; unknown denies." }, "reason": { "type": "string", "description": "Why, in a sentence." }, "evidence": { "type": "object", "description": "What the answer rests on.", "additionalProperties": { "type": ["string", "number", "boolean", "null"] } }, "readyAt": { "description": "When it will pass if nothing else changes, ISO 8601 in UTC.", "type": "string", "format": "date-time" }, "overridden": { "description": "There where a person passed over an answer that was not pass, once.", "type": "object", "additionalProperties": false, "required": ["reason"], "properties": { "reason": { "description": "Why.", "type": "string" } } } } };
var func1 = Object.prototype.hasOwnProperty;
var func3 = require_ucs2length().default;
var pattern4 = new RegExp("^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$", "u");
var pattern16 = new RegExp("Z$", "u");
var schema34 = { "type": "object", "description": "One candidate to one destination.", "additionalProperties": false, "required": ["image", "kind", "source", "destination", "tags", "referrers"], "properties": { "image": { "type": "string", "description": "Logical name in the promotion file.", "minLength": 1 }, "kind": { "enum": ["copy", "retag", "referrers", "record", "unchanged"], "description": "`copy`: content has to get there; `retag`: a destination tag holds it already; `referrers`: the image is in step, and lacks some of what refers to it; `record`: all its tags are in place, but another version is current in the destination: nothing moves, and an entry of the ledger makes it current; `unchanged`: nothing to do." }, "source": { "type": "object", "description": "Where the candidate is.", "additionalProperties": false, "required": ["repository", "tag", "descriptor"], "properties": { "repository": { "type": "string", "description": "host/path or oci:folder, relative to the promotion file where it is inside its folder.", "minLength": 1 }, "tag": { "description": "The candidate's tag; null when it was asked for by digest alone.", "anyOf": [{ "type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, { "type": "null" }] }, "tagGiven": { "const": true, "description": "There where the tag was given by hand for a digest: the source need not have it." }, "descriptor": { "$ref": "#/$defs/descriptor" } } }, "destination": { "type": "object", "description": "Where it goes.", "additionalProperties": false, "required": ["repository"], "properties": { "repository": { "type": "string", "description": "host/path or oci:folder, as in the source.", "minLength": 1 } } }, "tags": { "type": "array", "description": "The destination tags.", "items": { "type": "object", "description": "One destination tag.", "additionalProperties": false, "required": ["tag", "action", "replaces"], "properties": { "tag": { "type": "string", "description": "The tag.", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, "action": { "enum": ["create", "move", "unchanged", "kept", "remove"], "description": "What happens to it; `kept`: a floating tag that stays where it is because it points at a higher version, or a tag that a rollback leaves because it is immutable; `remove`: a tag that a rollback takes away, for it was not there." }, "replaces": { "description": "Digest it holds at planning; null: there is no such tag.", "anyOf": [{ "$ref": "common.schema.json#/$defs/digest" }, { "type": "null" }] } } } }, "lost": { "type": "object", "description": "What a repair found lost or damaged below the image, or below what refers to it; it is sent whatever the destination says. Absent where nothing is.", "additionalProperties": false, "required": ["manifests", "blobs"], "properties": { "manifests": { "type": "array", "description": "Digests of manifests.", "items": { "$ref": "common.schema.json#/$defs/digest" } }, "blobs": { "type": "array", "description": "Digests of blobs.", "items": { "$ref": "common.schema.json#/$defs/digest" } } } }, "referrers": { "type": "array", "description": "Signatures, SBOMs, attestations and other artifacts that come along; what one refers to stands before it.", "items": { "$ref": "#/$defs/referrer" } }, "current": { "const": true, "description": "There where a rollback makes it the image's current version." }, "takenOut": { "type": "array", "description": "The digests of the image that a rollback takes out, and puts a hold on; absent where there are none.", "items": { "$ref": "common.schema.json#/$defs/digest" } } } };
var pattern5 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", "u");
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
    if (data.mediaType === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "mediaType" }, message: "must have required property 'mediaType'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.digest === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.size === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "size" }, message: "must have required property 'size'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "mediaType" || key0 === "digest" || key0 === "size" || key0 === "artifactType" || key0 === "annotations" || key0 === "platform")) {
        const err3 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.mediaType !== void 0) {
      let data0 = data.mediaType;
      if (typeof data0 === "string") {
        if (func3(data0) < 1) {
          const err4 = { instancePath: instancePath + "/mediaType", schemaPath: "#/properties/mediaType/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err4];
          } else {
            vErrors.push(err4);
          }
          errors++;
        }
      } else {
        const err5 = { instancePath: instancePath + "/mediaType", schemaPath: "#/properties/mediaType/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.digest !== void 0) {
      let data1 = data.digest;
      if (typeof data1 === "string") {
        if (!pattern4.test(data1)) {
          const err6 = { instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.size !== void 0) {
      let data2 = data.size;
      if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)) && isFinite(data2))) {
        const err8 = { instancePath: instancePath + "/size", schemaPath: "#/properties/size/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
      if (typeof data2 == "number" && isFinite(data2)) {
        if (data2 > 9007199254740991 || isNaN(data2)) {
          const err9 = { instancePath: instancePath + "/size", schemaPath: "#/properties/size/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data2 < 0 || isNaN(data2)) {
          const err10 = { instancePath: instancePath + "/size", schemaPath: "#/properties/size/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
      }
    }
    if (data.artifactType !== void 0) {
      if (typeof data.artifactType !== "string") {
        const err11 = { instancePath: instancePath + "/artifactType", schemaPath: "#/properties/artifactType/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err11];
        } else {
          vErrors.push(err11);
        }
        errors++;
      }
    }
    if (data.annotations !== void 0) {
      let data4 = data.annotations;
      if (data4 && typeof data4 == "object" && !Array.isArray(data4)) {
        for (const key1 in data4) {
          if (typeof data4[key1] !== "string") {
            const err12 = { instancePath: instancePath + "/annotations/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "#/properties/annotations/additionalProperties/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err12];
            } else {
              vErrors.push(err12);
            }
            errors++;
          }
        }
      } else {
        const err13 = { instancePath: instancePath + "/annotations", schemaPath: "#/properties/annotations/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err13];
        } else {
          vErrors.push(err13);
        }
        errors++;
      }
    }
    if (data.platform !== void 0) {
      let data6 = data.platform;
      if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
        if (data6.os === void 0) {
          const err14 = { instancePath: instancePath + "/platform", schemaPath: "#/properties/platform/required", keyword: "required", params: { missingProperty: "os" }, message: "must have required property 'os'" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data6.architecture === void 0) {
          const err15 = { instancePath: instancePath + "/platform", schemaPath: "#/properties/platform/required", keyword: "required", params: { missingProperty: "architecture" }, message: "must have required property 'architecture'" };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        if (data6.os !== void 0) {
          if (typeof data6.os !== "string") {
            const err16 = { instancePath: instancePath + "/platform/os", schemaPath: "#/properties/platform/properties/os/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data6.architecture !== void 0) {
          if (typeof data6.architecture !== "string") {
            const err17 = { instancePath: instancePath + "/platform/architecture", schemaPath: "#/properties/platform/properties/architecture/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data6.variant !== void 0) {
          if (typeof data6.variant !== "string") {
            const err18 = { instancePath: instancePath + "/platform/variant", schemaPath: "#/properties/platform/properties/variant/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
        }
      } else {
        const err19 = { instancePath: instancePath + "/platform", schemaPath: "#/properties/platform/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err19];
        } else {
          vErrors.push(err19);
        }
        errors++;
      }
    }
  } else {
    const err20 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err20];
    } else {
      vErrors.push(err20);
    }
    errors++;
  }
  validate23.errors = vErrors;
  return errors === 0;
}
validate23.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var schema40 = { "type": "object", "description": "An artifact that comes along with an image.", "additionalProperties": false, "required": ["descriptor", "subject", "kinds", "found", "tag"], "properties": { "descriptor": { "$ref": "#/$defs/descriptor" }, "subject": { "$ref": "common.schema.json#/$defs/digest", "description": "What it refers to: the image, something an index lists, or another referrer." }, "kinds": { "type": "array", "description": "What it is, as far as its manifest tells.", "items": { "enum": ["signature", "sbom", "provenance", "attestation"] } }, "found": { "enum": ["api", "fallback", "tag"], "description": "How it was found: `api`: by the referrers API, or a layout's own list; `fallback`: by the index under the fallback tag; `tag`: by a tag of cosign's." }, "tag": { "description": "The tag of cosign's it stands under; null for what names its subject itself.", "anyOf": [{ "type": "object", "description": "A tag of cosign's that comes along.", "additionalProperties": false, "required": ["tag", "replaces"], "properties": { "tag": { "type": "string", "description": "The tag.", "pattern": "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, "replaces": { "description": "Digest it holds at planning; null: there is no such tag.", "anyOf": [{ "$ref": "common.schema.json#/$defs/digest" }, { "type": "null" }] } } }, { "type": "null" }] } } };
function validate25(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
  let vErrors = null;
  let errors = 0;
  const evaluated0 = validate25.evaluated;
  if (evaluated0.dynamicProps) {
    evaluated0.props = void 0;
  }
  if (evaluated0.dynamicItems) {
    evaluated0.items = void 0;
  }
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.descriptor === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "descriptor" }, message: "must have required property 'descriptor'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.subject === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "subject" }, message: "must have required property 'subject'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.kinds === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kinds" }, message: "must have required property 'kinds'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.found === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "found" }, message: "must have required property 'found'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.tag === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(key0 === "descriptor" || key0 === "subject" || key0 === "kinds" || key0 === "found" || key0 === "tag")) {
        const err5 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err5];
        } else {
          vErrors.push(err5);
        }
        errors++;
      }
    }
    if (data.descriptor !== void 0) {
      if (!validate23(data.descriptor, { instancePath: instancePath + "/descriptor", parentData: data, parentDataProperty: "descriptor", rootData, dynamicAnchors })) {
        vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
        errors = vErrors.length;
      }
    }
    if (data.subject !== void 0) {
      let data1 = data.subject;
      if (typeof data1 === "string") {
        if (!pattern4.test(data1)) {
          const err6 = { instancePath: instancePath + "/subject", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
          if (vErrors === null) {
            vErrors = [err6];
          } else {
            vErrors.push(err6);
          }
          errors++;
        }
      } else {
        const err7 = { instancePath: instancePath + "/subject", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err7];
        } else {
          vErrors.push(err7);
        }
        errors++;
      }
    }
    if (data.kinds !== void 0) {
      let data2 = data.kinds;
      if (Array.isArray(data2)) {
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (!(data3 === "signature" || data3 === "sbom" || data3 === "provenance" || data3 === "attestation")) {
            const err8 = { instancePath: instancePath + "/kinds/" + i0, schemaPath: "#/properties/kinds/items/enum", keyword: "enum", params: { allowedValues: schema40.properties.kinds.items.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err8];
            } else {
              vErrors.push(err8);
            }
            errors++;
          }
        }
      } else {
        const err9 = { instancePath: instancePath + "/kinds", schemaPath: "#/properties/kinds/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.found !== void 0) {
      let data4 = data.found;
      if (!(data4 === "api" || data4 === "fallback" || data4 === "tag")) {
        const err10 = { instancePath: instancePath + "/found", schemaPath: "#/properties/found/enum", keyword: "enum", params: { allowedValues: schema40.properties.found.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.tag !== void 0) {
      let data5 = data.tag;
      const _errs11 = errors;
      let valid4 = false;
      const _errs12 = errors;
      if (data5 && typeof data5 == "object" && !Array.isArray(data5)) {
        if (data5.tag === void 0) {
          const err11 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf/0/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data5.replaces === void 0) {
          const err12 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf/0/required", keyword: "required", params: { missingProperty: "replaces" }, message: "must have required property 'replaces'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        for (const key1 in data5) {
          if (!(key1 === "tag" || key1 === "replaces")) {
            const err13 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data5.tag !== void 0) {
          let data6 = data5.tag;
          if (typeof data6 === "string") {
            if (!pattern5.test(data6)) {
              const err14 = { instancePath: instancePath + "/tag/tag", schemaPath: "#/properties/tag/anyOf/0/properties/tag/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, message: 'must match pattern "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$"' };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = { instancePath: instancePath + "/tag/tag", schemaPath: "#/properties/tag/anyOf/0/properties/tag/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data5.replaces !== void 0) {
          let data7 = data5.replaces;
          const _errs18 = errors;
          let valid6 = false;
          const _errs19 = errors;
          if (typeof data7 === "string") {
            if (!pattern4.test(data7)) {
              const err16 = { instancePath: instancePath + "/tag/replaces", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = { instancePath: instancePath + "/tag/replaces", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
          var _valid1 = _errs19 === errors;
          valid6 = valid6 || _valid1;
          const _errs22 = errors;
          if (data7 !== null) {
            const err18 = { instancePath: instancePath + "/tag/replaces", schemaPath: "#/properties/tag/anyOf/0/properties/replaces/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
          var _valid1 = _errs22 === errors;
          valid6 = valid6 || _valid1;
          if (!valid6) {
            const err19 = { instancePath: instancePath + "/tag/replaces", schemaPath: "#/properties/tag/anyOf/0/properties/replaces/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          } else {
            errors = _errs18;
            if (vErrors !== null) {
              if (_errs18) {
                vErrors.length = _errs18;
              } else {
                vErrors = null;
              }
            }
          }
        }
      } else {
        const err20 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf/0/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err20];
        } else {
          vErrors.push(err20);
        }
        errors++;
      }
      var _valid0 = _errs12 === errors;
      valid4 = valid4 || _valid0;
      const _errs24 = errors;
      if (data5 !== null) {
        const err21 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
      var _valid0 = _errs24 === errors;
      valid4 = valid4 || _valid0;
      if (!valid4) {
        const err22 = { instancePath: instancePath + "/tag", schemaPath: "#/properties/tag/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
        if (vErrors === null) {
          vErrors = [err22];
        } else {
          vErrors.push(err22);
        }
        errors++;
      } else {
        errors = _errs11;
        if (vErrors !== null) {
          if (_errs11) {
            vErrors.length = _errs11;
          } else {
            vErrors = null;
          }
        }
      }
    }
  } else {
    const err23 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err23];
    } else {
      vErrors.push(err23);
    }
    errors++;
  }
  validate25.errors = vErrors;
  return errors === 0;
}
validate25.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
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
  if (data && typeof data == "object" && !Array.isArray(data)) {
    if (data.image === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.kind === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "kind" }, message: "must have required property 'kind'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.source === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "source" }, message: "must have required property 'source'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.destination === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "destination" }, message: "must have required property 'destination'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.tags === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "tags" }, message: "must have required property 'tags'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.referrers === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "referrers" }, message: "must have required property 'referrers'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema34.properties, key0)) {
        const err6 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err6];
        } else {
          vErrors.push(err6);
        }
        errors++;
      }
    }
    if (data.image !== void 0) {
      let data0 = data.image;
      if (typeof data0 === "string") {
        if (func3(data0) < 1) {
          const err7 = { instancePath: instancePath + "/image", schemaPath: "#/properties/image/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
          if (vErrors === null) {
            vErrors = [err7];
          } else {
            vErrors.push(err7);
          }
          errors++;
        }
      } else {
        const err8 = { instancePath: instancePath + "/image", schemaPath: "#/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.kind !== void 0) {
      let data1 = data.kind;
      if (!(data1 === "copy" || data1 === "retag" || data1 === "referrers" || data1 === "record" || data1 === "unchanged")) {
        const err9 = { instancePath: instancePath + "/kind", schemaPath: "#/properties/kind/enum", keyword: "enum", params: { allowedValues: schema34.properties.kind.enum }, message: "must be equal to one of the allowed values" };
        if (vErrors === null) {
          vErrors = [err9];
        } else {
          vErrors.push(err9);
        }
        errors++;
      }
    }
    if (data.source !== void 0) {
      let data2 = data.source;
      if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
        if (data2.repository === void 0) {
          const err10 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/required", keyword: "required", params: { missingProperty: "repository" }, message: "must have required property 'repository'" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data2.tag === void 0) {
          const err11 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data2.descriptor === void 0) {
          const err12 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/required", keyword: "required", params: { missingProperty: "descriptor" }, message: "must have required property 'descriptor'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        for (const key1 in data2) {
          if (!(key1 === "repository" || key1 === "tag" || key1 === "tagGiven" || key1 === "descriptor")) {
            const err13 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err13];
            } else {
              vErrors.push(err13);
            }
            errors++;
          }
        }
        if (data2.repository !== void 0) {
          let data3 = data2.repository;
          if (typeof data3 === "string") {
            if (func3(data3) < 1) {
              const err14 = { instancePath: instancePath + "/source/repository", schemaPath: "#/properties/source/properties/repository/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err14];
              } else {
                vErrors.push(err14);
              }
              errors++;
            }
          } else {
            const err15 = { instancePath: instancePath + "/source/repository", schemaPath: "#/properties/source/properties/repository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err15];
            } else {
              vErrors.push(err15);
            }
            errors++;
          }
        }
        if (data2.tag !== void 0) {
          let data4 = data2.tag;
          const _errs11 = errors;
          let valid2 = false;
          const _errs12 = errors;
          if (typeof data4 === "string") {
            if (!pattern5.test(data4)) {
              const err16 = { instancePath: instancePath + "/source/tag", schemaPath: "#/properties/source/properties/tag/anyOf/0/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, message: 'must match pattern "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$"' };
              if (vErrors === null) {
                vErrors = [err16];
              } else {
                vErrors.push(err16);
              }
              errors++;
            }
          } else {
            const err17 = { instancePath: instancePath + "/source/tag", schemaPath: "#/properties/source/properties/tag/anyOf/0/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
          var _valid0 = _errs12 === errors;
          valid2 = valid2 || _valid0;
          const _errs14 = errors;
          if (data4 !== null) {
            const err18 = { instancePath: instancePath + "/source/tag", schemaPath: "#/properties/source/properties/tag/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
            if (vErrors === null) {
              vErrors = [err18];
            } else {
              vErrors.push(err18);
            }
            errors++;
          }
          var _valid0 = _errs14 === errors;
          valid2 = valid2 || _valid0;
          if (!valid2) {
            const err19 = { instancePath: instancePath + "/source/tag", schemaPath: "#/properties/source/properties/tag/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          } else {
            errors = _errs11;
            if (vErrors !== null) {
              if (_errs11) {
                vErrors.length = _errs11;
              } else {
                vErrors = null;
              }
            }
          }
        }
        if (data2.tagGiven !== void 0) {
          if (true !== data2.tagGiven) {
            const err20 = { instancePath: instancePath + "/source/tagGiven", schemaPath: "#/properties/source/properties/tagGiven/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" };
            if (vErrors === null) {
              vErrors = [err20];
            } else {
              vErrors.push(err20);
            }
            errors++;
          }
        }
        if (data2.descriptor !== void 0) {
          if (!validate23(data2.descriptor, { instancePath: instancePath + "/source/descriptor", parentData: data2, parentDataProperty: "descriptor", rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err21 = { instancePath: instancePath + "/source", schemaPath: "#/properties/source/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err21];
        } else {
          vErrors.push(err21);
        }
        errors++;
      }
    }
    if (data.destination !== void 0) {
      let data7 = data.destination;
      if (data7 && typeof data7 == "object" && !Array.isArray(data7)) {
        if (data7.repository === void 0) {
          const err22 = { instancePath: instancePath + "/destination", schemaPath: "#/properties/destination/required", keyword: "required", params: { missingProperty: "repository" }, message: "must have required property 'repository'" };
          if (vErrors === null) {
            vErrors = [err22];
          } else {
            vErrors.push(err22);
          }
          errors++;
        }
        for (const key2 in data7) {
          if (!(key2 === "repository")) {
            const err23 = { instancePath: instancePath + "/destination", schemaPath: "#/properties/destination/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
        }
        if (data7.repository !== void 0) {
          let data8 = data7.repository;
          if (typeof data8 === "string") {
            if (func3(data8) < 1) {
              const err24 = { instancePath: instancePath + "/destination/repository", schemaPath: "#/properties/destination/properties/repository/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          } else {
            const err25 = { instancePath: instancePath + "/destination/repository", schemaPath: "#/properties/destination/properties/repository/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err25];
            } else {
              vErrors.push(err25);
            }
            errors++;
          }
        }
      } else {
        const err26 = { instancePath: instancePath + "/destination", schemaPath: "#/properties/destination/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err26];
        } else {
          vErrors.push(err26);
        }
        errors++;
      }
    }
    if (data.tags !== void 0) {
      let data9 = data.tags;
      if (Array.isArray(data9)) {
        const len0 = data9.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data10 = data9[i0];
          if (data10 && typeof data10 == "object" && !Array.isArray(data10)) {
            if (data10.tag === void 0) {
              const err27 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
            if (data10.action === void 0) {
              const err28 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/required", keyword: "required", params: { missingProperty: "action" }, message: "must have required property 'action'" };
              if (vErrors === null) {
                vErrors = [err28];
              } else {
                vErrors.push(err28);
              }
              errors++;
            }
            if (data10.replaces === void 0) {
              const err29 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/required", keyword: "required", params: { missingProperty: "replaces" }, message: "must have required property 'replaces'" };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
            for (const key3 in data10) {
              if (!(key3 === "tag" || key3 === "action" || key3 === "replaces")) {
                const err30 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err30];
                } else {
                  vErrors.push(err30);
                }
                errors++;
              }
            }
            if (data10.tag !== void 0) {
              let data11 = data10.tag;
              if (typeof data11 === "string") {
                if (!pattern5.test(data11)) {
                  const err31 = { instancePath: instancePath + "/tags/" + i0 + "/tag", schemaPath: "#/properties/tags/items/properties/tag/pattern", keyword: "pattern", params: { pattern: "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$" }, message: 'must match pattern "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$"' };
                  if (vErrors === null) {
                    vErrors = [err31];
                  } else {
                    vErrors.push(err31);
                  }
                  errors++;
                }
              } else {
                const err32 = { instancePath: instancePath + "/tags/" + i0 + "/tag", schemaPath: "#/properties/tags/items/properties/tag/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err32];
                } else {
                  vErrors.push(err32);
                }
                errors++;
              }
            }
            if (data10.action !== void 0) {
              let data12 = data10.action;
              if (!(data12 === "create" || data12 === "move" || data12 === "unchanged" || data12 === "kept" || data12 === "remove")) {
                const err33 = { instancePath: instancePath + "/tags/" + i0 + "/action", schemaPath: "#/properties/tags/items/properties/action/enum", keyword: "enum", params: { allowedValues: schema34.properties.tags.items.properties.action.enum }, message: "must be equal to one of the allowed values" };
                if (vErrors === null) {
                  vErrors = [err33];
                } else {
                  vErrors.push(err33);
                }
                errors++;
              }
            }
            if (data10.replaces !== void 0) {
              let data13 = data10.replaces;
              const _errs32 = errors;
              let valid7 = false;
              const _errs33 = errors;
              if (typeof data13 === "string") {
                if (!pattern4.test(data13)) {
                  const err34 = { instancePath: instancePath + "/tags/" + i0 + "/replaces", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
                  if (vErrors === null) {
                    vErrors = [err34];
                  } else {
                    vErrors.push(err34);
                  }
                  errors++;
                }
              } else {
                const err35 = { instancePath: instancePath + "/tags/" + i0 + "/replaces", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err35];
                } else {
                  vErrors.push(err35);
                }
                errors++;
              }
              var _valid1 = _errs33 === errors;
              valid7 = valid7 || _valid1;
              const _errs36 = errors;
              if (data13 !== null) {
                const err36 = { instancePath: instancePath + "/tags/" + i0 + "/replaces", schemaPath: "#/properties/tags/items/properties/replaces/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                if (vErrors === null) {
                  vErrors = [err36];
                } else {
                  vErrors.push(err36);
                }
                errors++;
              }
              var _valid1 = _errs36 === errors;
              valid7 = valid7 || _valid1;
              if (!valid7) {
                const err37 = { instancePath: instancePath + "/tags/" + i0 + "/replaces", schemaPath: "#/properties/tags/items/properties/replaces/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                if (vErrors === null) {
                  vErrors = [err37];
                } else {
                  vErrors.push(err37);
                }
                errors++;
              } else {
                errors = _errs32;
                if (vErrors !== null) {
                  if (_errs32) {
                    vErrors.length = _errs32;
                  } else {
                    vErrors = null;
                  }
                }
              }
            }
          } else {
            const err38 = { instancePath: instancePath + "/tags/" + i0, schemaPath: "#/properties/tags/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err38];
            } else {
              vErrors.push(err38);
            }
            errors++;
          }
        }
      } else {
        const err39 = { instancePath: instancePath + "/tags", schemaPath: "#/properties/tags/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err39];
        } else {
          vErrors.push(err39);
        }
        errors++;
      }
    }
    if (data.lost !== void 0) {
      let data14 = data.lost;
      if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
        if (data14.manifests === void 0) {
          const err40 = { instancePath: instancePath + "/lost", schemaPath: "#/properties/lost/required", keyword: "required", params: { missingProperty: "manifests" }, message: "must have required property 'manifests'" };
          if (vErrors === null) {
            vErrors = [err40];
          } else {
            vErrors.push(err40);
          }
          errors++;
        }
        if (data14.blobs === void 0) {
          const err41 = { instancePath: instancePath + "/lost", schemaPath: "#/properties/lost/required", keyword: "required", params: { missingProperty: "blobs" }, message: "must have required property 'blobs'" };
          if (vErrors === null) {
            vErrors = [err41];
          } else {
            vErrors.push(err41);
          }
          errors++;
        }
        for (const key4 in data14) {
          if (!(key4 === "manifests" || key4 === "blobs")) {
            const err42 = { instancePath: instancePath + "/lost", schemaPath: "#/properties/lost/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err42];
            } else {
              vErrors.push(err42);
            }
            errors++;
          }
        }
        if (data14.manifests !== void 0) {
          let data15 = data14.manifests;
          if (Array.isArray(data15)) {
            const len1 = data15.length;
            for (let i1 = 0; i1 < len1; i1++) {
              let data16 = data15[i1];
              if (typeof data16 === "string") {
                if (!pattern4.test(data16)) {
                  const err43 = { instancePath: instancePath + "/lost/manifests/" + i1, schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
                  if (vErrors === null) {
                    vErrors = [err43];
                  } else {
                    vErrors.push(err43);
                  }
                  errors++;
                }
              } else {
                const err44 = { instancePath: instancePath + "/lost/manifests/" + i1, schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err44];
                } else {
                  vErrors.push(err44);
                }
                errors++;
              }
            }
          } else {
            const err45 = { instancePath: instancePath + "/lost/manifests", schemaPath: "#/properties/lost/properties/manifests/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err45];
            } else {
              vErrors.push(err45);
            }
            errors++;
          }
        }
        if (data14.blobs !== void 0) {
          let data17 = data14.blobs;
          if (Array.isArray(data17)) {
            const len2 = data17.length;
            for (let i2 = 0; i2 < len2; i2++) {
              let data18 = data17[i2];
              if (typeof data18 === "string") {
                if (!pattern4.test(data18)) {
                  const err46 = { instancePath: instancePath + "/lost/blobs/" + i2, schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
                  if (vErrors === null) {
                    vErrors = [err46];
                  } else {
                    vErrors.push(err46);
                  }
                  errors++;
                }
              } else {
                const err47 = { instancePath: instancePath + "/lost/blobs/" + i2, schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
          } else {
            const err48 = { instancePath: instancePath + "/lost/blobs", schemaPath: "#/properties/lost/properties/blobs/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err48];
            } else {
              vErrors.push(err48);
            }
            errors++;
          }
        }
      } else {
        const err49 = { instancePath: instancePath + "/lost", schemaPath: "#/properties/lost/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err49];
        } else {
          vErrors.push(err49);
        }
        errors++;
      }
    }
    if (data.referrers !== void 0) {
      let data19 = data.referrers;
      if (Array.isArray(data19)) {
        const len3 = data19.length;
        for (let i3 = 0; i3 < len3; i3++) {
          if (!validate25(data19[i3], { instancePath: instancePath + "/referrers/" + i3, parentData: data19, parentDataProperty: i3, rootData, dynamicAnchors })) {
            vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
            errors = vErrors.length;
          }
        }
      } else {
        const err50 = { instancePath: instancePath + "/referrers", schemaPath: "#/properties/referrers/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err50];
        } else {
          vErrors.push(err50);
        }
        errors++;
      }
    }
    if (data.current !== void 0) {
      if (true !== data.current) {
        const err51 = { instancePath: instancePath + "/current", schemaPath: "#/properties/current/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" };
        if (vErrors === null) {
          vErrors = [err51];
        } else {
          vErrors.push(err51);
        }
        errors++;
      }
    }
    if (data.takenOut !== void 0) {
      let data22 = data.takenOut;
      if (Array.isArray(data22)) {
        const len4 = data22.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data23 = data22[i4];
          if (typeof data23 === "string") {
            if (!pattern4.test(data23)) {
              const err52 = { instancePath: instancePath + "/takenOut/" + i4, schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
              if (vErrors === null) {
                vErrors = [err52];
              } else {
                vErrors.push(err52);
              }
              errors++;
            }
          } else {
            const err53 = { instancePath: instancePath + "/takenOut/" + i4, schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err53];
            } else {
              vErrors.push(err53);
            }
            errors++;
          }
        }
      } else {
        const err54 = { instancePath: instancePath + "/takenOut", schemaPath: "#/properties/takenOut/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err54];
        } else {
          vErrors.push(err54);
        }
        errors++;
      }
    }
  } else {
    const err55 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err55];
    } else {
      vErrors.push(err55);
    }
    errors++;
  }
  validate22.errors = vErrors;
  return errors === 0;
}
validate22.evaluated = { "props": true, "dynamicProps": false, "dynamicItems": false };
var formats0 = require_formats().fullFormats["date-time"];
function validate20(data, { instancePath = "", parentData, parentDataProperty, rootData = data, dynamicAnchors = {} } = {}) {
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
    if (data.plan === void 0) {
      const err0 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "plan" }, message: "must have required property 'plan'" };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    if (data.digest === void 0) {
      const err1 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'" };
      if (vErrors === null) {
        vErrors = [err1];
      } else {
        vErrors.push(err1);
      }
      errors++;
    }
    if (data.madeAt === void 0) {
      const err2 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "madeAt" }, message: "must have required property 'madeAt'" };
      if (vErrors === null) {
        vErrors = [err2];
      } else {
        vErrors.push(err2);
      }
      errors++;
    }
    if (data.current === void 0) {
      const err3 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "current" }, message: "must have required property 'current'" };
      if (vErrors === null) {
        vErrors = [err3];
      } else {
        vErrors.push(err3);
      }
      errors++;
    }
    if (data.verdicts === void 0) {
      const err4 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "verdicts" }, message: "must have required property 'verdicts'" };
      if (vErrors === null) {
        vErrors = [err4];
      } else {
        vErrors.push(err4);
      }
      errors++;
    }
    if (data.denials === void 0) {
      const err5 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "denials" }, message: "must have required property 'denials'" };
      if (vErrors === null) {
        vErrors = [err5];
      } else {
        vErrors.push(err5);
      }
      errors++;
    }
    if (data.missing === void 0) {
      const err6 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "missing" }, message: "must have required property 'missing'" };
      if (vErrors === null) {
        vErrors = [err6];
      } else {
        vErrors.push(err6);
      }
      errors++;
    }
    if (data.warnings === void 0) {
      const err7 = { instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: "warnings" }, message: "must have required property 'warnings'" };
      if (vErrors === null) {
        vErrors = [err7];
      } else {
        vErrors.push(err7);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!func1.call(schema31.properties, key0)) {
        const err8 = { instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" };
        if (vErrors === null) {
          vErrors = [err8];
        } else {
          vErrors.push(err8);
        }
        errors++;
      }
    }
    if (data.plan !== void 0) {
      let data0 = data.plan;
      if (data0 && typeof data0 == "object" && !Array.isArray(data0)) {
        if (data0.formatVersion === void 0) {
          const err9 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "formatVersion" }, message: "must have required property 'formatVersion'" };
          if (vErrors === null) {
            vErrors = [err9];
          } else {
            vErrors.push(err9);
          }
          errors++;
        }
        if (data0.project === void 0) {
          const err10 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "project" }, message: "must have required property 'project'" };
          if (vErrors === null) {
            vErrors = [err10];
          } else {
            vErrors.push(err10);
          }
          errors++;
        }
        if (data0.author === void 0) {
          const err11 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "author" }, message: "must have required property 'author'" };
          if (vErrors === null) {
            vErrors = [err11];
          } else {
            vErrors.push(err11);
          }
          errors++;
        }
        if (data0.from === void 0) {
          const err12 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "from" }, message: "must have required property 'from'" };
          if (vErrors === null) {
            vErrors = [err12];
          } else {
            vErrors.push(err12);
          }
          errors++;
        }
        if (data0.to === void 0) {
          const err13 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "to" }, message: "must have required property 'to'" };
          if (vErrors === null) {
            vErrors = [err13];
          } else {
            vErrors.push(err13);
          }
          errors++;
        }
        if (data0.configDigest === void 0) {
          const err14 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "configDigest" }, message: "must have required property 'configDigest'" };
          if (vErrors === null) {
            vErrors = [err14];
          } else {
            vErrors.push(err14);
          }
          errors++;
        }
        if (data0.steps === void 0) {
          const err15 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/required", keyword: "required", params: { missingProperty: "steps" }, message: "must have required property 'steps'" };
          if (vErrors === null) {
            vErrors = [err15];
          } else {
            vErrors.push(err15);
          }
          errors++;
        }
        for (const key1 in data0) {
          if (!func1.call(schema31.properties.plan.properties, key1)) {
            const err16 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
        if (data0.formatVersion !== void 0) {
          if (1 !== data0.formatVersion) {
            const err17 = { instancePath: instancePath + "/plan/formatVersion", schemaPath: "#/properties/plan/properties/formatVersion/const", keyword: "const", params: { allowedValue: 1 }, message: "must be equal to constant" };
            if (vErrors === null) {
              vErrors = [err17];
            } else {
              vErrors.push(err17);
            }
            errors++;
          }
        }
        if (data0.project !== void 0) {
          let data2 = data0.project;
          if (typeof data2 === "string") {
            if (func3(data2) < 1) {
              const err18 = { instancePath: instancePath + "/plan/project", schemaPath: "#/properties/plan/properties/project/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err18];
              } else {
                vErrors.push(err18);
              }
              errors++;
            }
          } else {
            const err19 = { instancePath: instancePath + "/plan/project", schemaPath: "#/properties/plan/properties/project/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err19];
            } else {
              vErrors.push(err19);
            }
            errors++;
          }
        }
        if (data0.author !== void 0) {
          let data3 = data0.author;
          if (typeof data3 === "string") {
            if (func3(data3) < 1) {
              const err20 = { instancePath: instancePath + "/plan/author", schemaPath: "#/properties/plan/properties/author/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err20];
              } else {
                vErrors.push(err20);
              }
              errors++;
            }
          } else {
            const err21 = { instancePath: instancePath + "/plan/author", schemaPath: "#/properties/plan/properties/author/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err21];
            } else {
              vErrors.push(err21);
            }
            errors++;
          }
        }
        if (data0.purpose !== void 0) {
          let data4 = data0.purpose;
          if (!(data4 === "repair" || data4 === "rollback")) {
            const err22 = { instancePath: instancePath + "/plan/purpose", schemaPath: "#/properties/plan/properties/purpose/enum", keyword: "enum", params: { allowedValues: schema31.properties.plan.properties.purpose.enum }, message: "must be equal to one of the allowed values" };
            if (vErrors === null) {
              vErrors = [err22];
            } else {
              vErrors.push(err22);
            }
            errors++;
          }
        }
        if (data0.state !== void 0) {
          let data5 = data0.state;
          if (!(typeof data5 == "number" && (!(data5 % 1) && !isNaN(data5)) && isFinite(data5))) {
            const err23 = { instancePath: instancePath + "/plan/state", schemaPath: "#/properties/plan/properties/state/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
            if (vErrors === null) {
              vErrors = [err23];
            } else {
              vErrors.push(err23);
            }
            errors++;
          }
          if (typeof data5 == "number" && isFinite(data5)) {
            if (data5 < 0 || isNaN(data5)) {
              const err24 = { instancePath: instancePath + "/plan/state", schemaPath: "#/properties/plan/properties/state/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
              if (vErrors === null) {
                vErrors = [err24];
              } else {
                vErrors.push(err24);
              }
              errors++;
            }
          }
        }
        if (data0.from !== void 0) {
          let data6 = data0.from;
          if (typeof data6 === "string") {
            if (func3(data6) < 1) {
              const err25 = { instancePath: instancePath + "/plan/from", schemaPath: "#/properties/plan/properties/from/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err25];
              } else {
                vErrors.push(err25);
              }
              errors++;
            }
          } else {
            const err26 = { instancePath: instancePath + "/plan/from", schemaPath: "#/properties/plan/properties/from/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err26];
            } else {
              vErrors.push(err26);
            }
            errors++;
          }
        }
        if (data0.to !== void 0) {
          let data7 = data0.to;
          if (typeof data7 === "string") {
            if (func3(data7) < 1) {
              const err27 = { instancePath: instancePath + "/plan/to", schemaPath: "#/properties/plan/properties/to/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err27];
              } else {
                vErrors.push(err27);
              }
              errors++;
            }
          } else {
            const err28 = { instancePath: instancePath + "/plan/to", schemaPath: "#/properties/plan/properties/to/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err28];
            } else {
              vErrors.push(err28);
            }
            errors++;
          }
        }
        if (data0.configDigest !== void 0) {
          let data8 = data0.configDigest;
          if (typeof data8 === "string") {
            if (!pattern4.test(data8)) {
              const err29 = { instancePath: instancePath + "/plan/configDigest", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
              if (vErrors === null) {
                vErrors = [err29];
              } else {
                vErrors.push(err29);
              }
              errors++;
            }
          } else {
            const err30 = { instancePath: instancePath + "/plan/configDigest", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err30];
            } else {
              vErrors.push(err30);
            }
            errors++;
          }
        }
        if (data0.takesFloating !== void 0) {
          if (true !== data0.takesFloating) {
            const err31 = { instancePath: instancePath + "/plan/takesFloating", schemaPath: "#/properties/plan/properties/takesFloating/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" };
            if (vErrors === null) {
              vErrors = [err31];
            } else {
              vErrors.push(err31);
            }
            errors++;
          }
        }
        if (data0.steps !== void 0) {
          let data10 = data0.steps;
          if (Array.isArray(data10)) {
            const len0 = data10.length;
            for (let i0 = 0; i0 < len0; i0++) {
              if (!validate22(data10[i0], { instancePath: instancePath + "/plan/steps/" + i0, parentData: data10, parentDataProperty: i0, rootData, dynamicAnchors })) {
                vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
                errors = vErrors.length;
              }
            }
          } else {
            const err32 = { instancePath: instancePath + "/plan/steps", schemaPath: "#/properties/plan/properties/steps/type", keyword: "type", params: { type: "array" }, message: "must be array" };
            if (vErrors === null) {
              vErrors = [err32];
            } else {
              vErrors.push(err32);
            }
            errors++;
          }
        }
      } else {
        const err33 = { instancePath: instancePath + "/plan", schemaPath: "#/properties/plan/type", keyword: "type", params: { type: "object" }, message: "must be object" };
        if (vErrors === null) {
          vErrors = [err33];
        } else {
          vErrors.push(err33);
        }
        errors++;
      }
    }
    if (data.digest !== void 0) {
      let data12 = data.digest;
      if (typeof data12 === "string") {
        if (!pattern4.test(data12)) {
          const err34 = { instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
          if (vErrors === null) {
            vErrors = [err34];
          } else {
            vErrors.push(err34);
          }
          errors++;
        }
      } else {
        const err35 = { instancePath: instancePath + "/digest", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err35];
        } else {
          vErrors.push(err35);
        }
        errors++;
      }
    }
    if (data.madeAt !== void 0) {
      let data13 = data.madeAt;
      if (typeof data13 === "string") {
        if (!pattern16.test(data13)) {
          const err36 = { instancePath: instancePath + "/madeAt", schemaPath: "common.schema.json#/$defs/time/pattern", keyword: "pattern", params: { pattern: "Z$" }, message: 'must match pattern "Z$"' };
          if (vErrors === null) {
            vErrors = [err36];
          } else {
            vErrors.push(err36);
          }
          errors++;
        }
        if (!formats0.validate(data13)) {
          const err37 = { instancePath: instancePath + "/madeAt", schemaPath: "common.schema.json#/$defs/time/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' };
          if (vErrors === null) {
            vErrors = [err37];
          } else {
            vErrors.push(err37);
          }
          errors++;
        }
      } else {
        const err38 = { instancePath: instancePath + "/madeAt", schemaPath: "common.schema.json#/$defs/time/type", keyword: "type", params: { type: "string" }, message: "must be string" };
        if (vErrors === null) {
          vErrors = [err38];
        } else {
          vErrors.push(err38);
        }
        errors++;
      }
    }
    if (data.estimates !== void 0) {
      let data14 = data.estimates;
      if (Array.isArray(data14)) {
        const len1 = data14.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data15 = data14[i1];
          if (data15 && typeof data15 == "object" && !Array.isArray(data15)) {
            if (data15.image === void 0) {
              const err39 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
              if (vErrors === null) {
                vErrors = [err39];
              } else {
                vErrors.push(err39);
              }
              errors++;
            }
            if (data15.tag === void 0) {
              const err40 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
              if (vErrors === null) {
                vErrors = [err40];
              } else {
                vErrors.push(err40);
              }
              errors++;
            }
            if (data15.mount === void 0) {
              const err41 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "mount" }, message: "must have required property 'mount'" };
              if (vErrors === null) {
                vErrors = [err41];
              } else {
                vErrors.push(err41);
              }
              errors++;
            }
            if (data15.copy === void 0) {
              const err42 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "copy" }, message: "must have required property 'copy'" };
              if (vErrors === null) {
                vErrors = [err42];
              } else {
                vErrors.push(err42);
              }
              errors++;
            }
            if (data15.copyBytes === void 0) {
              const err43 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "copyBytes" }, message: "must have required property 'copyBytes'" };
              if (vErrors === null) {
                vErrors = [err43];
              } else {
                vErrors.push(err43);
              }
              errors++;
            }
            if (data15.present === void 0) {
              const err44 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/required", keyword: "required", params: { missingProperty: "present" }, message: "must have required property 'present'" };
              if (vErrors === null) {
                vErrors = [err44];
              } else {
                vErrors.push(err44);
              }
              errors++;
            }
            for (const key2 in data15) {
              if (!(key2 === "image" || key2 === "tag" || key2 === "digest" || key2 === "mount" || key2 === "copy" || key2 === "copyBytes" || key2 === "present")) {
                const err45 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key2 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err45];
                } else {
                  vErrors.push(err45);
                }
                errors++;
              }
            }
            if (data15.image !== void 0) {
              if (typeof data15.image !== "string") {
                const err46 = { instancePath: instancePath + "/estimates/" + i1 + "/image", schemaPath: "#/properties/estimates/items/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err46];
                } else {
                  vErrors.push(err46);
                }
                errors++;
              }
            }
            if (data15.tag !== void 0) {
              let data17 = data15.tag;
              if (typeof data17 !== "string" && data17 !== null) {
                const err47 = { instancePath: instancePath + "/estimates/" + i1 + "/tag", schemaPath: "#/properties/estimates/items/properties/tag/type", keyword: "type", params: { type: schema31.properties.estimates.items.properties.tag.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err47];
                } else {
                  vErrors.push(err47);
                }
                errors++;
              }
            }
            if (data15.digest !== void 0) {
              let data18 = data15.digest;
              if (typeof data18 === "string") {
                if (!pattern4.test(data18)) {
                  const err48 = { instancePath: instancePath + "/estimates/" + i1 + "/digest", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
                  if (vErrors === null) {
                    vErrors = [err48];
                  } else {
                    vErrors.push(err48);
                  }
                  errors++;
                }
              } else {
                const err49 = { instancePath: instancePath + "/estimates/" + i1 + "/digest", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err49];
                } else {
                  vErrors.push(err49);
                }
                errors++;
              }
            }
            if (data15.mount !== void 0) {
              let data19 = data15.mount;
              if (!(typeof data19 == "number" && (!(data19 % 1) && !isNaN(data19)) && isFinite(data19))) {
                const err50 = { instancePath: instancePath + "/estimates/" + i1 + "/mount", schemaPath: "#/properties/estimates/items/properties/mount/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err50];
                } else {
                  vErrors.push(err50);
                }
                errors++;
              }
              if (typeof data19 == "number" && isFinite(data19)) {
                if (data19 > 9007199254740991 || isNaN(data19)) {
                  const err51 = { instancePath: instancePath + "/estimates/" + i1 + "/mount", schemaPath: "#/properties/estimates/items/properties/mount/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" };
                  if (vErrors === null) {
                    vErrors = [err51];
                  } else {
                    vErrors.push(err51);
                  }
                  errors++;
                }
                if (data19 < 0 || isNaN(data19)) {
                  const err52 = { instancePath: instancePath + "/estimates/" + i1 + "/mount", schemaPath: "#/properties/estimates/items/properties/mount/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                  if (vErrors === null) {
                    vErrors = [err52];
                  } else {
                    vErrors.push(err52);
                  }
                  errors++;
                }
              }
            }
            if (data15.copy !== void 0) {
              let data20 = data15.copy;
              if (!(typeof data20 == "number" && (!(data20 % 1) && !isNaN(data20)) && isFinite(data20))) {
                const err53 = { instancePath: instancePath + "/estimates/" + i1 + "/copy", schemaPath: "#/properties/estimates/items/properties/copy/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err53];
                } else {
                  vErrors.push(err53);
                }
                errors++;
              }
              if (typeof data20 == "number" && isFinite(data20)) {
                if (data20 > 9007199254740991 || isNaN(data20)) {
                  const err54 = { instancePath: instancePath + "/estimates/" + i1 + "/copy", schemaPath: "#/properties/estimates/items/properties/copy/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" };
                  if (vErrors === null) {
                    vErrors = [err54];
                  } else {
                    vErrors.push(err54);
                  }
                  errors++;
                }
                if (data20 < 0 || isNaN(data20)) {
                  const err55 = { instancePath: instancePath + "/estimates/" + i1 + "/copy", schemaPath: "#/properties/estimates/items/properties/copy/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                  if (vErrors === null) {
                    vErrors = [err55];
                  } else {
                    vErrors.push(err55);
                  }
                  errors++;
                }
              }
            }
            if (data15.copyBytes !== void 0) {
              let data21 = data15.copyBytes;
              if (!(typeof data21 == "number" && (!(data21 % 1) && !isNaN(data21)) && isFinite(data21))) {
                const err56 = { instancePath: instancePath + "/estimates/" + i1 + "/copyBytes", schemaPath: "#/properties/estimates/items/properties/copyBytes/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err56];
                } else {
                  vErrors.push(err56);
                }
                errors++;
              }
              if (typeof data21 == "number" && isFinite(data21)) {
                if (data21 > 9007199254740991 || isNaN(data21)) {
                  const err57 = { instancePath: instancePath + "/estimates/" + i1 + "/copyBytes", schemaPath: "#/properties/estimates/items/properties/copyBytes/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" };
                  if (vErrors === null) {
                    vErrors = [err57];
                  } else {
                    vErrors.push(err57);
                  }
                  errors++;
                }
                if (data21 < 0 || isNaN(data21)) {
                  const err58 = { instancePath: instancePath + "/estimates/" + i1 + "/copyBytes", schemaPath: "#/properties/estimates/items/properties/copyBytes/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                  if (vErrors === null) {
                    vErrors = [err58];
                  } else {
                    vErrors.push(err58);
                  }
                  errors++;
                }
              }
            }
            if (data15.present !== void 0) {
              let data22 = data15.present;
              if (!(typeof data22 == "number" && (!(data22 % 1) && !isNaN(data22)) && isFinite(data22))) {
                const err59 = { instancePath: instancePath + "/estimates/" + i1 + "/present", schemaPath: "#/properties/estimates/items/properties/present/type", keyword: "type", params: { type: "integer" }, message: "must be integer" };
                if (vErrors === null) {
                  vErrors = [err59];
                } else {
                  vErrors.push(err59);
                }
                errors++;
              }
              if (typeof data22 == "number" && isFinite(data22)) {
                if (data22 > 9007199254740991 || isNaN(data22)) {
                  const err60 = { instancePath: instancePath + "/estimates/" + i1 + "/present", schemaPath: "#/properties/estimates/items/properties/present/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" };
                  if (vErrors === null) {
                    vErrors = [err60];
                  } else {
                    vErrors.push(err60);
                  }
                  errors++;
                }
                if (data22 < 0 || isNaN(data22)) {
                  const err61 = { instancePath: instancePath + "/estimates/" + i1 + "/present", schemaPath: "#/properties/estimates/items/properties/present/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" };
                  if (vErrors === null) {
                    vErrors = [err61];
                  } else {
                    vErrors.push(err61);
                  }
                  errors++;
                }
              }
            }
          } else {
            const err62 = { instancePath: instancePath + "/estimates/" + i1, schemaPath: "#/properties/estimates/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err62];
            } else {
              vErrors.push(err62);
            }
            errors++;
          }
        }
      } else {
        const err63 = { instancePath: instancePath + "/estimates", schemaPath: "#/properties/estimates/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err63];
        } else {
          vErrors.push(err63);
        }
        errors++;
      }
    }
    if (data.current !== void 0) {
      let data23 = data.current;
      if (Array.isArray(data23)) {
        const len2 = data23.length;
        for (let i2 = 0; i2 < len2; i2++) {
          let data24 = data23[i2];
          if (data24 && typeof data24 == "object" && !Array.isArray(data24)) {
            if (data24.image === void 0) {
              const err64 = { instancePath: instancePath + "/current/" + i2, schemaPath: "#/properties/current/items/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
              if (vErrors === null) {
                vErrors = [err64];
              } else {
                vErrors.push(err64);
              }
              errors++;
            }
            if (data24.version === void 0) {
              const err65 = { instancePath: instancePath + "/current/" + i2, schemaPath: "#/properties/current/items/required", keyword: "required", params: { missingProperty: "version" }, message: "must have required property 'version'" };
              if (vErrors === null) {
                vErrors = [err65];
              } else {
                vErrors.push(err65);
              }
              errors++;
            }
            if (data24.digest === void 0) {
              const err66 = { instancePath: instancePath + "/current/" + i2, schemaPath: "#/properties/current/items/required", keyword: "required", params: { missingProperty: "digest" }, message: "must have required property 'digest'" };
              if (vErrors === null) {
                vErrors = [err66];
              } else {
                vErrors.push(err66);
              }
              errors++;
            }
            for (const key3 in data24) {
              if (!(key3 === "image" || key3 === "version" || key3 === "digest" || key3 === "compare" || key3 === "commits")) {
                const err67 = { instancePath: instancePath + "/current/" + i2, schemaPath: "#/properties/current/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key3 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err67];
                } else {
                  vErrors.push(err67);
                }
                errors++;
              }
            }
            if (data24.image !== void 0) {
              if (typeof data24.image !== "string") {
                const err68 = { instancePath: instancePath + "/current/" + i2 + "/image", schemaPath: "#/properties/current/items/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err68];
                } else {
                  vErrors.push(err68);
                }
                errors++;
              }
            }
            if (data24.version !== void 0) {
              let data26 = data24.version;
              if (typeof data26 !== "string" && data26 !== null) {
                const err69 = { instancePath: instancePath + "/current/" + i2 + "/version", schemaPath: "#/properties/current/items/properties/version/type", keyword: "type", params: { type: schema31.properties.current.items.properties.version.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err69];
                } else {
                  vErrors.push(err69);
                }
                errors++;
              }
            }
            if (data24.digest !== void 0) {
              let data27 = data24.digest;
              const _errs60 = errors;
              let valid14 = false;
              const _errs61 = errors;
              if (typeof data27 === "string") {
                if (!pattern4.test(data27)) {
                  const err70 = { instancePath: instancePath + "/current/" + i2 + "/digest", schemaPath: "common.schema.json#/$defs/digest/pattern", keyword: "pattern", params: { pattern: "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$" }, message: 'must match pattern "^(sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$"' };
                  if (vErrors === null) {
                    vErrors = [err70];
                  } else {
                    vErrors.push(err70);
                  }
                  errors++;
                }
              } else {
                const err71 = { instancePath: instancePath + "/current/" + i2 + "/digest", schemaPath: "common.schema.json#/$defs/digest/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err71];
                } else {
                  vErrors.push(err71);
                }
                errors++;
              }
              var _valid0 = _errs61 === errors;
              valid14 = valid14 || _valid0;
              const _errs64 = errors;
              if (data27 !== null) {
                const err72 = { instancePath: instancePath + "/current/" + i2 + "/digest", schemaPath: "#/properties/current/items/properties/digest/anyOf/1/type", keyword: "type", params: { type: "null" }, message: "must be null" };
                if (vErrors === null) {
                  vErrors = [err72];
                } else {
                  vErrors.push(err72);
                }
                errors++;
              }
              var _valid0 = _errs64 === errors;
              valid14 = valid14 || _valid0;
              if (!valid14) {
                const err73 = { instancePath: instancePath + "/current/" + i2 + "/digest", schemaPath: "#/properties/current/items/properties/digest/anyOf", keyword: "anyOf", params: {}, message: "must match a schema in anyOf" };
                if (vErrors === null) {
                  vErrors = [err73];
                } else {
                  vErrors.push(err73);
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
            if (data24.compare !== void 0) {
              if (typeof data24.compare !== "string") {
                const err74 = { instancePath: instancePath + "/current/" + i2 + "/compare", schemaPath: "#/properties/current/items/properties/compare/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err74];
                } else {
                  vErrors.push(err74);
                }
                errors++;
              }
            }
            if (data24.commits !== void 0) {
              if (typeof data24.commits !== "string") {
                const err75 = { instancePath: instancePath + "/current/" + i2 + "/commits", schemaPath: "#/properties/current/items/properties/commits/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err75];
                } else {
                  vErrors.push(err75);
                }
                errors++;
              }
            }
          } else {
            const err76 = { instancePath: instancePath + "/current/" + i2, schemaPath: "#/properties/current/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err76];
            } else {
              vErrors.push(err76);
            }
            errors++;
          }
        }
      } else {
        const err77 = { instancePath: instancePath + "/current", schemaPath: "#/properties/current/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err77];
        } else {
          vErrors.push(err77);
        }
        errors++;
      }
    }
    if (data.verdicts !== void 0) {
      let data30 = data.verdicts;
      if (Array.isArray(data30)) {
        const len3 = data30.length;
        for (let i3 = 0; i3 < len3; i3++) {
          let data31 = data30[i3];
          if (data31 && typeof data31 == "object" && !Array.isArray(data31)) {
            if (data31.gate === void 0) {
              const err78 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "gate" }, message: "must have required property 'gate'" };
              if (vErrors === null) {
                vErrors = [err78];
              } else {
                vErrors.push(err78);
              }
              errors++;
            }
            if (data31.image === void 0) {
              const err79 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
              if (vErrors === null) {
                vErrors = [err79];
              } else {
                vErrors.push(err79);
              }
              errors++;
            }
            if (data31.tag === void 0) {
              const err80 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
              if (vErrors === null) {
                vErrors = [err80];
              } else {
                vErrors.push(err80);
              }
              errors++;
            }
            if (data31.answer === void 0) {
              const err81 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "answer" }, message: "must have required property 'answer'" };
              if (vErrors === null) {
                vErrors = [err81];
              } else {
                vErrors.push(err81);
              }
              errors++;
            }
            if (data31.reason === void 0) {
              const err82 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
              if (vErrors === null) {
                vErrors = [err82];
              } else {
                vErrors.push(err82);
              }
              errors++;
            }
            if (data31.evidence === void 0) {
              const err83 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/required", keyword: "required", params: { missingProperty: "evidence" }, message: "must have required property 'evidence'" };
              if (vErrors === null) {
                vErrors = [err83];
              } else {
                vErrors.push(err83);
              }
              errors++;
            }
            for (const key4 in data31) {
              if (!(key4 === "gate" || key4 === "image" || key4 === "tag" || key4 === "answer" || key4 === "reason" || key4 === "evidence" || key4 === "readyAt" || key4 === "overridden")) {
                const err84 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key4 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err84];
                } else {
                  vErrors.push(err84);
                }
                errors++;
              }
            }
            if (data31.gate !== void 0) {
              if (typeof data31.gate !== "string") {
                const err85 = { instancePath: instancePath + "/verdicts/" + i3 + "/gate", schemaPath: "common.schema.json#/$defs/verdict/properties/gate/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err85];
                } else {
                  vErrors.push(err85);
                }
                errors++;
              }
            }
            if (data31.image !== void 0) {
              if (typeof data31.image !== "string") {
                const err86 = { instancePath: instancePath + "/verdicts/" + i3 + "/image", schemaPath: "common.schema.json#/$defs/verdict/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err86];
                } else {
                  vErrors.push(err86);
                }
                errors++;
              }
            }
            if (data31.tag !== void 0) {
              let data34 = data31.tag;
              if (typeof data34 !== "string" && data34 !== null) {
                const err87 = { instancePath: instancePath + "/verdicts/" + i3 + "/tag", schemaPath: "common.schema.json#/$defs/verdict/properties/tag/type", keyword: "type", params: { type: schema48.properties.tag.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err87];
                } else {
                  vErrors.push(err87);
                }
                errors++;
              }
            }
            if (data31.answer !== void 0) {
              let data35 = data31.answer;
              if (!(data35 === "pass" || data35 === "deny" || data35 === "unknown")) {
                const err88 = { instancePath: instancePath + "/verdicts/" + i3 + "/answer", schemaPath: "common.schema.json#/$defs/verdict/properties/answer/enum", keyword: "enum", params: { allowedValues: schema48.properties.answer.enum }, message: "must be equal to one of the allowed values" };
                if (vErrors === null) {
                  vErrors = [err88];
                } else {
                  vErrors.push(err88);
                }
                errors++;
              }
            }
            if (data31.reason !== void 0) {
              if (typeof data31.reason !== "string") {
                const err89 = { instancePath: instancePath + "/verdicts/" + i3 + "/reason", schemaPath: "common.schema.json#/$defs/verdict/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err89];
                } else {
                  vErrors.push(err89);
                }
                errors++;
              }
            }
            if (data31.evidence !== void 0) {
              let data37 = data31.evidence;
              if (data37 && typeof data37 == "object" && !Array.isArray(data37)) {
                for (const key5 in data37) {
                  let data38 = data37[key5];
                  if (typeof data38 !== "string" && !(typeof data38 == "number" && isFinite(data38)) && typeof data38 !== "boolean" && data38 !== null) {
                    const err90 = { instancePath: instancePath + "/verdicts/" + i3 + "/evidence/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"), schemaPath: "common.schema.json#/$defs/verdict/properties/evidence/additionalProperties/type", keyword: "type", params: { type: schema48.properties.evidence.additionalProperties.type }, message: "must be string,number,boolean,null" };
                    if (vErrors === null) {
                      vErrors = [err90];
                    } else {
                      vErrors.push(err90);
                    }
                    errors++;
                  }
                }
              } else {
                const err91 = { instancePath: instancePath + "/verdicts/" + i3 + "/evidence", schemaPath: "common.schema.json#/$defs/verdict/properties/evidence/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                if (vErrors === null) {
                  vErrors = [err91];
                } else {
                  vErrors.push(err91);
                }
                errors++;
              }
            }
            if (data31.readyAt !== void 0) {
              let data39 = data31.readyAt;
              if (typeof data39 === "string") {
                if (!formats0.validate(data39)) {
                  const err92 = { instancePath: instancePath + "/verdicts/" + i3 + "/readyAt", schemaPath: "common.schema.json#/$defs/verdict/properties/readyAt/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' };
                  if (vErrors === null) {
                    vErrors = [err92];
                  } else {
                    vErrors.push(err92);
                  }
                  errors++;
                }
              } else {
                const err93 = { instancePath: instancePath + "/verdicts/" + i3 + "/readyAt", schemaPath: "common.schema.json#/$defs/verdict/properties/readyAt/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err93];
                } else {
                  vErrors.push(err93);
                }
                errors++;
              }
            }
            if (data31.overridden !== void 0) {
              let data40 = data31.overridden;
              if (data40 && typeof data40 == "object" && !Array.isArray(data40)) {
                if (data40.reason === void 0) {
                  const err94 = { instancePath: instancePath + "/verdicts/" + i3 + "/overridden", schemaPath: "common.schema.json#/$defs/verdict/properties/overridden/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
                  if (vErrors === null) {
                    vErrors = [err94];
                  } else {
                    vErrors.push(err94);
                  }
                  errors++;
                }
                for (const key6 in data40) {
                  if (!(key6 === "reason")) {
                    const err95 = { instancePath: instancePath + "/verdicts/" + i3 + "/overridden", schemaPath: "common.schema.json#/$defs/verdict/properties/overridden/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key6 }, message: "must NOT have additional properties" };
                    if (vErrors === null) {
                      vErrors = [err95];
                    } else {
                      vErrors.push(err95);
                    }
                    errors++;
                  }
                }
                if (data40.reason !== void 0) {
                  if (typeof data40.reason !== "string") {
                    const err96 = { instancePath: instancePath + "/verdicts/" + i3 + "/overridden/reason", schemaPath: "common.schema.json#/$defs/verdict/properties/overridden/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err96];
                    } else {
                      vErrors.push(err96);
                    }
                    errors++;
                  }
                }
              } else {
                const err97 = { instancePath: instancePath + "/verdicts/" + i3 + "/overridden", schemaPath: "common.schema.json#/$defs/verdict/properties/overridden/type", keyword: "type", params: { type: "object" }, message: "must be object" };
                if (vErrors === null) {
                  vErrors = [err97];
                } else {
                  vErrors.push(err97);
                }
                errors++;
              }
            }
          } else {
            const err98 = { instancePath: instancePath + "/verdicts/" + i3, schemaPath: "common.schema.json#/$defs/verdict/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err98];
            } else {
              vErrors.push(err98);
            }
            errors++;
          }
        }
      } else {
        const err99 = { instancePath: instancePath + "/verdicts", schemaPath: "#/properties/verdicts/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err99];
        } else {
          vErrors.push(err99);
        }
        errors++;
      }
    }
    if (data.denials !== void 0) {
      let data42 = data.denials;
      if (Array.isArray(data42)) {
        const len4 = data42.length;
        for (let i4 = 0; i4 < len4; i4++) {
          let data43 = data42[i4];
          if (data43 && typeof data43 == "object" && !Array.isArray(data43)) {
            if (data43.image === void 0) {
              const err100 = { instancePath: instancePath + "/denials/" + i4, schemaPath: "#/properties/denials/items/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
              if (vErrors === null) {
                vErrors = [err100];
              } else {
                vErrors.push(err100);
              }
              errors++;
            }
            if (data43.tag === void 0) {
              const err101 = { instancePath: instancePath + "/denials/" + i4, schemaPath: "#/properties/denials/items/required", keyword: "required", params: { missingProperty: "tag" }, message: "must have required property 'tag'" };
              if (vErrors === null) {
                vErrors = [err101];
              } else {
                vErrors.push(err101);
              }
              errors++;
            }
            if (data43.reason === void 0) {
              const err102 = { instancePath: instancePath + "/denials/" + i4, schemaPath: "#/properties/denials/items/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
              if (vErrors === null) {
                vErrors = [err102];
              } else {
                vErrors.push(err102);
              }
              errors++;
            }
            for (const key7 in data43) {
              if (!(key7 === "image" || key7 === "tag" || key7 === "reason" || key7 === "hint" || key7 === "refused")) {
                const err103 = { instancePath: instancePath + "/denials/" + i4, schemaPath: "#/properties/denials/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key7 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err103];
                } else {
                  vErrors.push(err103);
                }
                errors++;
              }
            }
            if (data43.image !== void 0) {
              if (typeof data43.image !== "string") {
                const err104 = { instancePath: instancePath + "/denials/" + i4 + "/image", schemaPath: "#/properties/denials/items/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err104];
                } else {
                  vErrors.push(err104);
                }
                errors++;
              }
            }
            if (data43.tag !== void 0) {
              let data45 = data43.tag;
              if (typeof data45 !== "string" && data45 !== null) {
                const err105 = { instancePath: instancePath + "/denials/" + i4 + "/tag", schemaPath: "#/properties/denials/items/properties/tag/type", keyword: "type", params: { type: schema31.properties.denials.items.properties.tag.type }, message: "must be string,null" };
                if (vErrors === null) {
                  vErrors = [err105];
                } else {
                  vErrors.push(err105);
                }
                errors++;
              }
            }
            if (data43.reason !== void 0) {
              if (typeof data43.reason !== "string") {
                const err106 = { instancePath: instancePath + "/denials/" + i4 + "/reason", schemaPath: "#/properties/denials/items/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err106];
                } else {
                  vErrors.push(err106);
                }
                errors++;
              }
            }
            if (data43.hint !== void 0) {
              if (typeof data43.hint !== "string") {
                const err107 = { instancePath: instancePath + "/denials/" + i4 + "/hint", schemaPath: "#/properties/denials/items/properties/hint/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err107];
                } else {
                  vErrors.push(err107);
                }
                errors++;
              }
            }
            if (data43.refused !== void 0) {
              if (typeof data43.refused !== "string") {
                const err108 = { instancePath: instancePath + "/denials/" + i4 + "/refused", schemaPath: "#/properties/denials/items/properties/refused/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err108];
                } else {
                  vErrors.push(err108);
                }
                errors++;
              }
            }
          } else {
            const err109 = { instancePath: instancePath + "/denials/" + i4, schemaPath: "#/properties/denials/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err109];
            } else {
              vErrors.push(err109);
            }
            errors++;
          }
        }
      } else {
        const err110 = { instancePath: instancePath + "/denials", schemaPath: "#/properties/denials/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err110];
        } else {
          vErrors.push(err110);
        }
        errors++;
      }
    }
    if (data.missing !== void 0) {
      let data49 = data.missing;
      if (Array.isArray(data49)) {
        const len5 = data49.length;
        for (let i5 = 0; i5 < len5; i5++) {
          let data50 = data49[i5];
          if (data50 && typeof data50 == "object" && !Array.isArray(data50)) {
            if (data50.image === void 0) {
              const err111 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/required", keyword: "required", params: { missingProperty: "image" }, message: "must have required property 'image'" };
              if (vErrors === null) {
                vErrors = [err111];
              } else {
                vErrors.push(err111);
              }
              errors++;
            }
            if (data50.wanted === void 0) {
              const err112 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/required", keyword: "required", params: { missingProperty: "wanted" }, message: "must have required property 'wanted'" };
              if (vErrors === null) {
                vErrors = [err112];
              } else {
                vErrors.push(err112);
              }
              errors++;
            }
            if (data50.reason === void 0) {
              const err113 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/required", keyword: "required", params: { missingProperty: "reason" }, message: "must have required property 'reason'" };
              if (vErrors === null) {
                vErrors = [err113];
              } else {
                vErrors.push(err113);
              }
              errors++;
            }
            if (data50.near === void 0) {
              const err114 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/required", keyword: "required", params: { missingProperty: "near" }, message: "must have required property 'near'" };
              if (vErrors === null) {
                vErrors = [err114];
              } else {
                vErrors.push(err114);
              }
              errors++;
            }
            for (const key8 in data50) {
              if (!(key8 === "image" || key8 === "wanted" || key8 === "reason" || key8 === "near")) {
                const err115 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key8 }, message: "must NOT have additional properties" };
                if (vErrors === null) {
                  vErrors = [err115];
                } else {
                  vErrors.push(err115);
                }
                errors++;
              }
            }
            if (data50.image !== void 0) {
              if (typeof data50.image !== "string") {
                const err116 = { instancePath: instancePath + "/missing/" + i5 + "/image", schemaPath: "#/properties/missing/items/properties/image/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err116];
                } else {
                  vErrors.push(err116);
                }
                errors++;
              }
            }
            if (data50.wanted !== void 0) {
              if (typeof data50.wanted !== "string") {
                const err117 = { instancePath: instancePath + "/missing/" + i5 + "/wanted", schemaPath: "#/properties/missing/items/properties/wanted/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err117];
                } else {
                  vErrors.push(err117);
                }
                errors++;
              }
            }
            if (data50.reason !== void 0) {
              if (typeof data50.reason !== "string") {
                const err118 = { instancePath: instancePath + "/missing/" + i5 + "/reason", schemaPath: "#/properties/missing/items/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                if (vErrors === null) {
                  vErrors = [err118];
                } else {
                  vErrors.push(err118);
                }
                errors++;
              }
            }
            if (data50.near !== void 0) {
              let data54 = data50.near;
              if (Array.isArray(data54)) {
                const len6 = data54.length;
                for (let i6 = 0; i6 < len6; i6++) {
                  if (typeof data54[i6] !== "string") {
                    const err119 = { instancePath: instancePath + "/missing/" + i5 + "/near/" + i6, schemaPath: "#/properties/missing/items/properties/near/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
                    if (vErrors === null) {
                      vErrors = [err119];
                    } else {
                      vErrors.push(err119);
                    }
                    errors++;
                  }
                }
              } else {
                const err120 = { instancePath: instancePath + "/missing/" + i5 + "/near", schemaPath: "#/properties/missing/items/properties/near/type", keyword: "type", params: { type: "array" }, message: "must be array" };
                if (vErrors === null) {
                  vErrors = [err120];
                } else {
                  vErrors.push(err120);
                }
                errors++;
              }
            }
          } else {
            const err121 = { instancePath: instancePath + "/missing/" + i5, schemaPath: "#/properties/missing/items/type", keyword: "type", params: { type: "object" }, message: "must be object" };
            if (vErrors === null) {
              vErrors = [err121];
            } else {
              vErrors.push(err121);
            }
            errors++;
          }
        }
      } else {
        const err122 = { instancePath: instancePath + "/missing", schemaPath: "#/properties/missing/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err122];
        } else {
          vErrors.push(err122);
        }
        errors++;
      }
    }
    if (data.warnings !== void 0) {
      let data56 = data.warnings;
      if (Array.isArray(data56)) {
        const len7 = data56.length;
        for (let i7 = 0; i7 < len7; i7++) {
          if (typeof data56[i7] !== "string") {
            const err123 = { instancePath: instancePath + "/warnings/" + i7, schemaPath: "#/properties/warnings/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err123];
            } else {
              vErrors.push(err123);
            }
            errors++;
          }
        }
      } else {
        const err124 = { instancePath: instancePath + "/warnings", schemaPath: "#/properties/warnings/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err124];
        } else {
          vErrors.push(err124);
        }
        errors++;
      }
    }
    if (data.leftOut !== void 0) {
      let data58 = data.leftOut;
      if (Array.isArray(data58)) {
        const len8 = data58.length;
        for (let i8 = 0; i8 < len8; i8++) {
          let data59 = data58[i8];
          if (typeof data59 === "string") {
            if (func3(data59) < 1) {
              const err125 = { instancePath: instancePath + "/leftOut/" + i8, schemaPath: "#/properties/leftOut/items/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" };
              if (vErrors === null) {
                vErrors = [err125];
              } else {
                vErrors.push(err125);
              }
              errors++;
            }
          } else {
            const err126 = { instancePath: instancePath + "/leftOut/" + i8, schemaPath: "#/properties/leftOut/items/type", keyword: "type", params: { type: "string" }, message: "must be string" };
            if (vErrors === null) {
              vErrors = [err126];
            } else {
              vErrors.push(err126);
            }
            errors++;
          }
        }
      } else {
        const err127 = { instancePath: instancePath + "/leftOut", schemaPath: "#/properties/leftOut/type", keyword: "type", params: { type: "array" }, message: "must be array" };
        if (vErrors === null) {
          vErrors = [err127];
        } else {
          vErrors.push(err127);
        }
        errors++;
      }
    }
  } else {
    const err128 = { instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" };
    if (vErrors === null) {
      vErrors = [err128];
    } else {
      vErrors.push(err128);
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
