import type { Node, Tree } from 'web-tree-sitter';
import type { Span } from '../../../ports/outliner';

/** What grammars call comments and texts. */
const TEXT =
  /comment|string|heredoc|uninterpreted|nowdoc|here_|quoted|jsx_text|^(?:raw_|line_|multi_line_)?str(?:ing)?_|(?:^|_)(?:char|character|rune|verbatim|literal_text)(?:_|$)/;
/** What they call the code that is put into a text. */
const CODE =
  /(?:^|_)(?:interpolation|substitution|expansion|embedded_\w+|template_directive|variable_name|identifier|(?<!string_)expression)$/;
/** All within is code, what grammars call its texts too: patterns, and what a shell gets. */
const RUNS = /regex|subshell|shell_command|system_lib_string/;

/** What of a place in the text that was parsed stands in texts and comments. */
export function textParts(tree: Tree, place: Span): Span[] {
  const node = tree.rootNode.descendantForIndex(place.start, Math.max(place.start, place.end - 1));
  if (node === null || above(node).some(({ type }) => RUNS.test(type))) return [];
  const parts: Span[] = [];
  addParts(
    parts,
    node,
    place,
    above(node)
      .map(kindOf)
      .find((isText) => isText !== undefined) ?? false,
  );
  return joined(parts).filter((part) => !isLoaded(tree, part));
}

/** Deeper than anybody writes: what stands around is not looked at. */
const DEEPEST = 1_000;

/** What stands around a node, from within. */
function above(node: Node): Node[] {
  const around: Node[] = [];
  for (let one = node.parent; one !== null && around.length < DEEPEST; one = one.parent) around.push(one);
  return around;
}

/** Whether a node is text or code; undefined where it is what stands around it. */
function kindOf({ type, isNamed }: Node): boolean | undefined {
  if (!isNamed) return undefined;
  if (CODE.test(type) || RUNS.test(type)) return false;
  return TEXT.test(type) ? true : undefined;
}

/** What a grammar does not look into: the body of a macro, and the page around a program. */
const UNREAD = /^(?:preproc_arg|text)$/;
const QUOTED = /"(?:[^"\\\n]|\\.){0,4096}"|'(?:[^'\\\n]|\\.){0,4096}'/g;

function quotedParts(node: Node, { start, end }: Span): Span[] {
  return [...node.text.matchAll(QUOTED)].flatMap(({ index, 0: quoted }) => {
    const from = node.startIndex + index;
    const part = { start: Math.max(start, from), end: Math.min(end, from + quoted.length) };
    return part.start < part.end ? [part] : [];
  });
}

/** What no child holds is of the kind of its node. */
function addParts(parts: Span[], node: Node, { start, end }: Span, isAround: boolean): void {
  if (RUNS.test(node.type)) return;
  if (UNREAD.test(node.type)) {
    parts.push(...quotedParts(node, { start, end }));
    return;
  }
  const isText = kindOf(node) ?? isAround;
  let at = Math.max(start, node.startIndex);
  const last = Math.min(end, node.endIndex);
  for (const child of node.children) {
    if (child === null || child.endIndex <= at) continue;
    if (child.startIndex >= last) break;
    if (isText && child.startIndex > at) parts.push({ start: at, end: child.startIndex });
    addParts(parts, child, { start, end }, isText);
    at = Math.max(at, child.endIndex);
  }
  if (isText && at < last) parts.push({ start: at, end: last });
}

function joined(parts: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const part of parts) {
    const before = all.at(-1);
    if (before?.end === part.start) before.end = part.end;
    else all.push({ ...part });
  }
  return all;
}

/** What leads a text to what it loads: statements, and the index of something. */
const LEADS = /import|include|require|using_d|use_declaration|extern|subscript|element_access|element_reference|index/;
/** Functions that load or run what a text names. */
const LOADS =
  /^(?:require\w*|import\w*|__import__|load\w*|include\w*|exec\w*|eval|spawn\w*|system|fetch|gem|use|plugin|getattr|forName|getMethod|send|public_send|invoke\w*|call|apply)$/i;
/** A literal stands in a statement through so many nodes. */
const DEEP = 4;

/** Whether it is all of a text that names what a program loads, calls or runs. */
function isLoaded(tree: Tree, { start, end }: Span): boolean {
  const literal = outermostText(tree.rootNode.descendantForIndex(start, Math.max(start, end - 1)));
  if (literal === null || /comment/.test(literal.type) || literal.endIndex - literal.startIndex > end - start + 4)
    return false;
  let one = literal.parent;
  if (one?.type === 'export_statement') return true;
  for (let depth = 0; one !== null && depth < DEEP; depth += 1, one = one.parent) {
    if (LEADS.test(one.type)) return true;
    if (/call|invocation/.test(one.type)) return LOADS.test(nameOf(one));
  }
  return false;
}

const NAMES = ['function', 'method', 'name'];

/** The last word of what is called. */
function nameOf(call: Node): string {
  const named = NAMES.map((field) => call.childForFieldName(field)).find((one) => one !== null) ?? call.firstChild;
  return named?.descendantForIndex(named.endIndex - 1)?.text ?? '';
}

function outermostText(node: Node | null): Node | null {
  let outermost: Node | null = null;
  for (let one = node; one !== null; one = one.parent) {
    const isText = kindOf(one);
    if (isText === false) break;
    if (isText) outermost = one;
  }
  return outermost;
}
