/** Bytes a manifest may have: the push limit of distribution and zot. A larger answer is cut off and refused. */
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024

/** Bytes a promotion file may have. */
export const MAX_PROMOTION_FILE_BYTES = 1024 * 1024

/** Bytes read of an error answer's body. */
export const MAX_ERROR_BODY_BYTES = 64 * 1024

/** Bytes read of any other JSON answer: a tag list, a token, an index of referrers. */
export const MAX_JSON_BYTES = 16 * 1024 * 1024

/** How deep JSON from a registry or a layout may be nested; a manifest has some six levels. */
export const MAX_JSON_LEVELS = 256

/** Bytes that all pages of one list may have: some four million tags. */
export const MAX_LIST_BYTES = 64 * 1024 * 1024

/** Manifests one image may have: what it lists, at any level, and all that refers to it or to those. */
export const MAX_IMAGE_MANIFESTS = 4096

/** Bytes that these may have together. */
export const MAX_IMAGE_MANIFEST_BYTES = 128 * 1024 * 1024

/** How deep an index may hold indexes, and how far referrers of referrers are followed: a signature of an SBOM is at 2. */
export const MAX_IMAGE_LEVELS = 32

/** Blobs moved at once, unless the promotion file says otherwise. */
export const DEFAULT_CONCURRENCY = 8

/** Metadata requests in flight for one host. */
export const METADATA_CONCURRENCY = 64

/** Images looked at at once: each asks two or three things at a time, which keeps 64 requests in flight; with more of them memory grows, and nothing is sooner done. */
export const IMAGES_AT_ONCE = 48

/** Bytes under which a blob costs round trips, not bandwidth: more of those may move at once. */
export const SMALL_BLOB_BYTES = 1024 * 1024

/** Small blobs moved at once. */
export const SMALL_BLOB_CONCURRENCY = 32

/** Tries after the first for a request that failed in a way that passes. */
export const DEFAULT_RETRIES = 5

/** Milliseconds of silence after which a request is given up. */
export const DEFAULT_TIMEOUT_MS = 60_000

/** Bytes under which a blob is sent without asking first whether it is there: asking costs a round trip, sending costs hardly more. */
export const HEAD_BEFORE_UPLOAD_BYTES = 16 * 1024
