// Made from promotion.schema.json by `npm run generate`; do not edit.

export type EnvironmentName = string
/**
 * @maxItems 64
 *
 * Items: signature, sbom, provenance, attestation, or an artifact type
 */
export type ReferrerKinds = string[]
/**
 * What the gate is asked about: promotions, rollbacks, or both.
 *
 * @minItems 1
 * @maxItems 2
 */
export type AppliesTo = ['promotion' | 'rollback'] | ['promotion' | 'rollback', 'promotion' | 'rollback']
/**
 * Whether --override may pass this gate once, with a reason that is recorded.
 */
export type Overridable = boolean
export type Duration = string
/**
 * @minItems 1
 * @maxItems 32
 */
export type Signers = [Signer, ...Signer[]]
/**
 * @minItems 1
 * @maxItems 64
 */
export type PlatformNames = [string, ...string[]]
export type Variable = string
/**
 * An exact tag, or a glob: * is any text, ? one character, [0-9] one of a set. {env} stands for the source environment's name.
 */
export type TagSelector = string

/**
 * What `promote` moves, and through which environments: the file promotion.yaml.
 */
export interface PromotionFile {
  /**
   * Version of this file's format. There is one: 1.
   */
  version: 1
  /**
   * Name of the project in plans, reports and the ledger. Default: the name of the folder the file is in.
   */
  project?: string
  /**
   * The places images move through, in promotion order: the first is where they begin.
   *
   * @minItems 1
   * @maxItems 100
   */
  environments: [Environment, ...Environment[]]
  /**
   * What is promoted.
   *
   * @minItems 1
   * @maxItems 10000
   */
  images: [Image, ...Image[]]
  /**
   * Where the record of every promotion is kept. Default: the file promotions.jsonl beside this file.
   */
  ledger?: {
    /**
     * A JSON Lines file; relative paths start at this file's folder. ${VAR} is filled from the environment of the process.
     */
    file?: string
    /**
     * Keeps the ledger on a git branch instead of in a file.
     */
    git?: {
      /**
       * The branch that is the ledger.
       */
      branch?: string
      /**
       * The remote it is pushed to.
       */
      remote?: string
      /**
       * Whether each entry is pushed.
       */
      push?: boolean
      /**
       * Whether its commits are signed.
       */
      sign?: boolean
    }
  }
  /**
   * What holds for every run unless a flag says otherwise.
   */
  defaults?: {
    /**
     * How many blobs move at once.
     */
    concurrency?: number
    /**
     * How often a request that failed in a way that passes is tried again, after the first try.
     */
    retries?: number
    /**
     * How long a registry may be silent before a request is given up: a whole number with ms, s or m.
     */
    timeout?: string
  }
  /**
   * How single registry hosts are reached, by host as it stands in the repositories (with its port, if any). ${VAR} is filled in hosts.
   */
  registries?: {
    [k: string]: Registry
  }
  /**
   * Who is told about promotions.
   */
  notify?: {
    [k: string]: unknown
  }
}
/**
 * A named place in the promotion order.
 */
export interface Environment {
  /**
   * What the environment is called on the command line and in the ledger.
   */
  name: string
  /**
   * Where images are in this environment: HOST/PATH, or oci:FOLDER for an OCI image layout folder. Variables: {image}, {name} (the last part of its path), {flat} (slashes become dashes), {env} (this environment's name). ${VAR} is filled from the environment of the process. Relative folders start at this file's folder.
   */
  repository: string
  /**
   * Environments that images may be promoted from to this one: a name or a list of names. Default: the environment above.
   */
  from?: EnvironmentName | [EnvironmentName, ...EnvironmentName[]]
  /**
   * Tags an image gets here. Variables: {tag} (the tag it had), {major} {minor} {patch} (semantic versions only), {digest12} (the first 12 hex digits of its digest), {env} (this environment's name), {image}, {name}, {flat}, {label:NAME} (a label of the image).
   *
   * @minItems 1
   * @maxItems 64
   */
  tags?: [string, ...string[]]
  /**
   * Globs of tags that never move once they exist: * is any text, ? one character, [0-9] one of a set.
   *
   * @maxItems 256
   */
  immutable?: string[]
  /**
   * Whether a person at a terminal is asked before this environment is written. --yes answers.
   */
  confirm?: boolean
  /**
   * Which signatures, SBOMs and attestations come along with an image to this environment, and which must be there.
   */
  referrers?: {
    /**
     * all, none, or a list of kinds: signature, sbom, provenance, attestation, or an artifact type. Attestations that BuildKit keeps inside an index are part of the image and always come along.
     */
    copy?: ('all' | 'none') | ReferrerKinds
    require?: ReferrerKinds
  }
  /**
   * Rules that must hold before an image is promoted to this environment.
   */
  gates?: {
    /**
     * present (always on): the image's content is in the environment it comes from. ledger: it came there by a promotion, or was adopted.
     */
    order?:
      | ('present' | 'ledger')
      | {
          require: 'present' | 'ledger'
          appliesTo?: AppliesTo
          overridable?: Overridable
        }
    /**
     * How long an image's digest must have been in the environment it comes from: since its latest outcome there, or since it was created.
     */
    soak?:
      | Duration
      | {
          for: Duration
          since?: 'outcome' | 'created'
          appliesTo?: AppliesTo
          overridable?: Overridable
        }
    /**
     * When nothing is promoted here.
     */
    freeze?: {
      /**
       * An IANA time zone.
       */
      timezone: string
      /**
       * When nothing is promoted: weekly windows such as Fri 15:00/Mon 07:00, or dates such as 2026-12-19/2027-01-04 (the end is not in it).
       *
       * @minItems 1
       * @maxItems 256
       */
      windows: [string, ...string[]]
      appliesTo?: AppliesTo
      overridable?: Overridable
    }
    /**
     * Who must have signed the image with cosign: all that are listed, or with anyOf one of them.
     */
    signature?:
      | Signers
      | {
          all?: Signers
          anyOf?: Signers
          appliesTo?: AppliesTo
          overridable?: Overridable
        }
    /**
     * Kinds of signatures, SBOMs and attestations that the image must have in the environment it comes from.
     */
    referrers?:
      | ReferrerKinds
      | {
          require: ReferrerKinds
          appliesTo?: AppliesTo
          overridable?: Overridable
        }
    /**
     * Platforms that the image must have.
     */
    platforms?:
      | PlatformNames
      | {
          require: PlatformNames
          appliesTo?: AppliesTo
          overridable?: Overridable
        }
    /**
     * Labels that the image must have, each with a value, a glob, or a list of them of which one must match. With appliesTo or overridable beside them, the labels go under match.
     */
    labels?: {
      match?: LabelValues
      appliesTo?: AppliesTo
      overridable?: Overridable
      [k: string]: string | [string, ...string[]] | LabelValues | AppliesTo | Overridable | undefined
    }
    /**
     * How old the image may be at most and must be at least, from its config's created.
     */
    age?: {
      most?: Duration
      least?: Duration
      appliesTo?: AppliesTo
      overridable?: Overridable
    }
    /**
     * What a scanner's report about the image may say at most.
     */
    vulnerabilities?: {
      /**
       * The form of the scanner's report, also where an attestation holds it; in-toto is the list of in-toto's own predicate for vulnerabilities.
       */
      report: 'sarif' | 'trivy' | 'grype' | 'cyclonedx' | 'in-toto'
      /**
       * Where the report is, instead of attached to the image; {image}, {flat}, {name}, {digest} and {digest12} are filled in.
       */
      file?: string
      /**
       * The most severe finding that is allowed.
       */
      most: 'none' | 'negligible' | 'low' | 'medium' | 'high' | 'critical'
      maxAge?: Duration
      /**
       * Findings that do not count, each until a date.
       *
       * @maxItems 1000
       */
      except?: {
        id: string
        until: string
        reason?: string
      }[]
      appliesTo?: AppliesTo
      overridable?: Overridable
    }
    /**
     * How many people must approve a plan before it is applied.
     */
    approvals?: {
      /**
       * How many people must approve the plan.
       */
      count: number
      /**
       * A file of allowed signers, as ssh-keygen has it: only their signatures count.
       */
      allowedSigners?: string
      /**
       * Keys that do not count any more: a revocation list of ssh-keygen, or public keys.
       */
      revoked?: string
      /**
       * Whether the plan's author counts.
       */
      selfApproval?: boolean
      validFor?: Duration
      /**
       * Whether a name is enough, which anybody can set; needed where no allowed signers are named.
       */
      unsigned?: 'allow'
      appliesTo?: AppliesTo
      overridable?: Overridable
    }
    /**
     * A program that decides: exit code 0 passes, any other denies.
     */
    command?: CommandRule | [CommandRule, ...CommandRule[]]
  }
  /**
   * What is signed and attached to each image after it was promoted to this environment.
   */
  attest?: {
    /**
     * The private key: a PEM file, or env:NAME for a variable of the environment that holds one (or base64 of it). Ed25519 or P-256. Never a key that images are signed with.
     */
    key: string
    password?: Variable
    /**
     * record: all that the ledger says of the promotion; summary: a SLSA verification summary, for admission policies.
     *
     * @minItems 1
     * @maxItems 2
     */
    as?: ['record' | 'summary'] | ['record' | 'summary', 'record' | 'summary']
    /**
     * Another private key for the summary, as key has it; the same one unless given.
     */
    summaryKey?: string
    summaryPassword?: Variable
    /**
     * bundle: a Sigstore bundle that refers to the image, except where that would hide signatures under cosign's older tags. tag: always a layer under cosign's tag .att, for policies that do not read bundles.
     */
    format?: 'bundle' | 'tag'
    /**
     * The verifier that a summary names, as a URI; policies pin it.
     */
    verifier?: string
  }
  /**
   * Whether tags that moved already are put back when a later one cannot be moved, or kept.
   */
  onFailure?: 'restore' | 'keep'
  /**
   * How many of the last promoted digests of each image are kept by tags promote-keep-…, so that no garbage collection takes what a rollback needs.
   */
  retain?: number
}
export interface Signer {
  /**
   * A PEM file with a public key, as cosign writes it.
   */
  key?: string
  /**
   * The certificate's identity: an address or URL, or a regular expression (RE2) that matches all of it.
   */
  identity?: string
  /**
   * The issuer of the identity's token, exactly.
   */
  issuer?: string
  /**
   * A Sigstore trusted root (JSON): the certificate authorities and logs that are believed.
   */
  trustedRoot?: string
  /**
   * What must be attested, as an in-toto predicate type; a plain signature when nothing is said. Attestations never count as signatures.
   */
  predicateType?: string
}
export interface LabelValues {
  [k: string]: string | [string, ...string[]]
}
export interface CommandRule {
  /**
   * The program and its arguments; {image}, {tag}, {digest}, {source}, {destination}, {from} and {to} are filled in. No shell.
   *
   * @minItems 1
   * @maxItems 256
   */
  run: [string, ...string[]]
  /**
   * What messages call it; the program's name unless given.
   */
  name?: string
  /**
   * Whether run begins with a text that sh reads; in it values are variables such as "$PROMOTE_DIGEST", and what follows it is $1, $2 and so on.
   */
  shell?: boolean
  /**
   * Names of variables of the environment that the program gets beside PATH, HOME and others that every program gets. Their values are hidden in what it prints.
   *
   * @maxItems 64
   */
  env?: string[]
  timeout?: Duration
  appliesTo?: AppliesTo
  overridable?: Overridable
}
/**
 * A logical image and which of its tags are promoted.
 */
export interface Image {
  /**
   * What the image is called; {image} in templates. Lower-case path parts, joined by slashes.
   */
  name: string
  /**
   * Which tags are promoted, as found in the source environment: a tag, a glob, a rule, or a list of them. An image on the command line replaces it for that run.
   */
  select: TagSelector | RuleSelector | [TagSelector | RuleSelector, ...(TagSelector | RuleSelector)[]]
  /**
   * Tags that select does not take, whatever it says: a tag, a glob, or a list of them. They are left out before newest counts. A digest in select is taken whatever tags it has, and a tag that the command line names is taken with a warning.
   */
  exclude?: TagSelector | TagSelector[]
  /**
   * Platforms that must be present in the image. Nothing is ever filtered: that would change the digest.
   *
   * @maxItems 64
   */
  platforms?: string[]
  /**
   * Repository templates that replace those of single environments for this image.
   */
  repository?: {
    [k: string]: string
  }
  /**
   * Whether it is fine that select matches nothing.
   */
  optional?: boolean
}
/**
 * Tags by version range or regular expression, or one digest.
 */
export interface RuleSelector {
  /**
   * A semantic version range as npm has it. A leading v of a tag does not matter; prereleases match only where the range names one.
   */
  semver?: string
  /**
   * RE2 syntax (no lookaround, no backreferences), found anywhere in the tag unless anchored with ^ and $.
   */
  regex?: string
  /**
   * How many of the matching tags, the highest first. Default: all.
   */
  newest?: number
  /**
   * Exactly this content.
   */
  digest?: string
}
/**
 * How one registry host is reached.
 */
export interface Registry {
  /**
   * Whether the registry is spoken to without TLS. Default: only for loopback addresses.
   */
  plainHttp?: boolean
  /**
   * A PEM file with further certificate authorities; relative paths start at this file's folder. ${VAR} is filled in.
   */
  caFile?: string
  /**
   * A PEM file with the certificate that is shown to a registry that wants one, with those between it and its authority; clientKey beside it has its key. Relative paths start at this file's folder. ${VAR} is filled in.
   */
  clientCert?: string
  /**
   * The PEM file with the key of clientCert, without a passphrase. ${VAR} is filled in.
   */
  clientKey?: string
  /**
   * Places that are asked before this registry, in this order, for what is read of an image to bring it elsewhere: manifests by digest and blobs. HOST[:PORT], or with a path in front of the repository there, such as a proxy project of Harbor. What a mirror lacks or damages comes from the registry itself. Tags are looked up there alone, nothing is written to a mirror, and a mirror is asked with its own login. ${VAR} is filled in.
   *
   * @maxItems 16
   */
  mirrors?:
    | []
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
  /**
   * The most requests that a run sends to this host in a second, evenly spaced; below 1 they are more than a second apart. Default: no limit but what the registry's own 429 says.
   */
  requestsPerSecond?: number
  /**
   * The most requests that are in flight to this host at once, beside blobs, of which defaults.concurrency says how many there are.
   */
  metadataConcurrency?: number
  /**
   * What this registry is, where neither its name nor its answers tell: harbor, nexus, gitlab, quay, zot, distribution, or a cloud's behind a name of your own.
   */
  kind?:
    | 'docker-hub'
    | 'alibaba'
    | 'tencent'
    | 'huawei'
    | 'harbor'
    | 'nexus'
    | 'distribution'
    | 'ghcr'
    | 'ecr'
    | 'google'
    | 'azure'
    | 'quay'
    | 'gitlab'
    | 'zot'
}
