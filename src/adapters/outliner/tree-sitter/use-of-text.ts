import type { Node } from 'web-tree-sitter';
import { kindOf } from './node-kinds';

/** `named`: the module that is loaded, which is no secret. `leads`: what is called, started or picked by it, if it is none. */
export type UseOfText = 'named' | 'leads';

const IMPORTS = /^(?:import|include_|require_|preproc_include|using_directive|use_declaration|extern_)/;
const INDEXES = /subscript|element_access|element_reference|index(?:ing)?_expression/;
const CALLS = /call|invocation|new_expression|object_creation|creation_expression|^attribute$/;
/** What stands between a call or an index and what is given to it. */
const LISTS =
  /argument|parenthesized|suffix|^(?:list|array|tuple|array_expression|array_literal|expression|literal_value|collection_value)$/;
/** What an index picks from, and what is exported again, by the names that grammars give them. */
const PICKED_FROM = ['object', 'value', 'operand', 'expression', 'array'];

/** Functions whose first argument is the name of a module, and those that call, start or pick what a text says. */
const MODULES =
  /^(?:require|require_relative|import|__import__|import_module|include|include_once|require_once|gem|forName|loadLibrary)$/;
const LEADS =
  /^(?:require|import|load|exec\w*|eval|spawn\w*|p?open|dlopen|CDLL|system|fetch|use|plugin|[gs]etattr|getMethod|send|public_send|invoke\w*|call|apply|start|run|Worker|command|check_(?:call|output)|set(?:Timeout|Interval)|Function|DllImport|LoadLibrary\w*|LoadFrom|GetType|CreateInstance|source|image)$/i;
const WITH_NAME_SECOND = /attr$/i;

/** Comments that a tool obeys: of Go, and of C within Go. Of those of Scala, the grammar makes nodes. */
const DIRECTIVE = /^\/\/(?:go:|export[ \t])|^[ \t]*#[ \t]*(?:cgo|include)\b/m;

/**
 * What a program does with the text that the last of these nodes, each within the one before, is a part of; undefined where its words
 * lead to nothing.
 */
export function useOf(path: readonly { node: Node }[]): UseOfText | undefined {
  const at = path.findLastIndex(({ node }) => kindOf(node) !== 'text' && node.isNamed) + 1;
  const literal = path[at]?.node;
  if (literal === undefined) return path.at(-2)?.node.type === 'using_directive' ? 'named' : undefined;
  if (literal.type.includes('comment')) return DIRECTIVE.test(literal.text) ? 'leads' : undefined;
  let isFirst = true;
  let inner = literal;
  for (let around = at - 1; around >= 0; around--) {
    const outer = path[around]?.node as Node;
    const { type } = outer;
    if (CALLS.test(type) && !LISTS.test(type)) return useByCall(lastWordOf(outer), isFirst);
    if (!LISTS.test(type)) return useBeside(outer, inner);
    isFirst &&= outer.firstNamedChild?.id === inner.id;
    inner = outer;
  }
  return undefined;
}

function useBeside(outer: Node, inner: Node): UseOfText | undefined {
  const { type } = outer;
  const isOne = (field: string) => outer.childForFieldName(field)?.id === inner.id;
  if (IMPORTS.test(type) || (type === 'export_statement' && isOne('source'))) return 'named';
  return INDEXES.test(type) && !PICKED_FROM.some(isOne) ? 'leads' : undefined;
}

function useByCall(name: string, isFirst: boolean): UseOfText | undefined {
  if (MODULES.test(name) && isFirst) return 'named';
  return LEADS.test(name) && (isFirst || WITH_NAME_SECOND.test(name)) ? 'leads' : undefined;
}

const NAMES = ['function', 'method', 'name', 'constructor', 'type'];

/** Of what is called. */
function lastWordOf(call: Node): string {
  const named = NAMES.map((field) => call.childForFieldName(field)).find((one) => one !== null) ?? call.firstChild;
  return named?.descendantForIndex(named.endIndex - 1)?.text ?? '';
}
