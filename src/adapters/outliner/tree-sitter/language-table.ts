/**
 * What `grammars/<language>/table.json` says: which files are of the language and which node types are declarations.
 * Names of node types are checked against the grammar by a test, so a grammar that renames one fails there and not in a review.
 */
export interface LanguageTable {
  /** As people write it: `C#`. */
  name: string;
  /** With the dot, in lower case; the longest that fits wins. */
  extensions: readonly string[];
  /** Whole file names, for files without an extension. */
  fileNames?: readonly string[];
  /** Folder whose grammar is used, where it is not the language's own; `none` for a lexical language. */
  grammar?: string;
  /** The lexical outliner, for languages without a grammar and for files that parse badly. */
  lexical?: string;
  /** The lexical entries are added to the tree's in every file, and not only where it parses badly. */
  alwaysLexical?: boolean;
  /** How the text is masked before it is parsed; the masked text has the same lines. */
  mask?: string;
  /**
   * Columns before the first word of a line that the grammar's scanner bears: beyond, some write outside the memory they
   * were given, and later trees are wrong. Deeper files are read lexically.
   */
  deepestIndentation?: number;
  /** The grammar has functions so large that optimising them takes seconds and gigabytes, whatever is read with it. */
  isCostlyToOptimise?: boolean;
  /** How documentation stands: comment prefixes before a declaration, or `docstring`. */
  documentation?: readonly string[];
  /** Folder whose tree rules hold here too: TSX is like TypeScript. */
  like?: string;
  tree?: TreeRules;
}

/** Node types by what is done with them. */
export interface TreeRules {
  entries: Readonly<Record<string, EntryRule>>;
  /** Nodes around a declaration whose text belongs to it: `export_statement`. */
  wrappers?: readonly string[];
  imports?: readonly string[];
  comments?: readonly string[];
  /** Literals whose content is never shown. */
  strings?: readonly string[];
  /** Nodes in which literals are part of a type and stay. */
  keepStrings?: readonly string[];
  /** Attributes, annotations, decorators: the first to go when a line is too long. */
  attributes?: readonly string[];
  /** Bodies: never shown. `parent/child` for a body only there. */
  cut?: readonly string[];
  /** Fields that are never shown: `body`. */
  cutFields?: readonly string[];
  /** Nodes in which everything from `=` on is an initialiser. */
  assigned?: readonly string[];
  /** Parameters: a default that is not one short word becomes an ellipsis. */
  defaults?: readonly string[];
  /** Values that are functions: their header is shown although it stands behind `=`. */
  functions?: readonly string[];
  /** Nodes that hold no declaration worth naming. */
  skip?: readonly string[];
  tests?: TestRule;
}

export interface EntryRule {
  kind: string;
  /**
   * Paths to the name, the first that leads somewhere wins. A step is a field name or a node type or several with `|`,
   * `*` follows the last step as often as it goes, several matches of one path are all names; `^` is the signature,
   * `=Name` a fixed name.
   * Without it: the field `name`.
   */
  name?: readonly string[];
  /** Declarations are looked for inside, or only in the bodies that `cut` names. */
  inside?: boolean | 'body';
  /** Put in front of the signature: `const ` for one line of a group. */
  prefix?: string;
  /** Only if the node has a child (or a child's child, with `/`) of one of these types. */
  only?: readonly string[];
  /** Not if it has one. */
  except?: readonly string[];
  /** The signature is the name alone. */
  brief?: boolean;
  /** Only up to this depth of entries. */
  maxDepth?: number;
  /** Only right below a node of this type. */
  parent?: string;
  /** Only right inside an entry of one of these names. */
  within?: readonly string[];
  /** Only calls that begin with one of these words: `attr_reader :name`. */
  called?: readonly string[];
  /** Counts inside groups of tests too: a helper, a class made for the test. */
  inTests?: boolean;
  /** Mappings that are named by one of their pairs. */
  pairs?: PairRule;
}

/** A mapping is the entry that its first known key says: `- stage: Build`. */
export interface PairRule {
  /** Fields of a pair. */
  key: string;
  value: string;
  /** Kind of the entry by key. */
  kinds: Readonly<Record<string, string>>;
  /** Keys whose value is a body and is never shown. */
  withoutValue: readonly string[];
  /** Key of the pair that says more about the entry. */
  title: string;
}

/** Calls that are tests: `describe('title', () => ...)`. */
export interface TestRule {
  call: string;
  /** Called names that hold further tests. */
  groups: readonly string[];
  /** Called names that are one test. */
  cases: readonly string[];
  /** Node types of a title. */
  titles: readonly string[];
  /** Node types to walk through from a group to the calls inside it. */
  through: readonly string[];
}
