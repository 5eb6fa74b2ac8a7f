import type { CorpusFile } from './skeletons-files';
import { type Definition, textOf } from './skeletons-oracles';

// The compiler is not a dependency of this version; its interface is used without its types.
// biome-ignore lint/suspicious/noExplicitAny: see above
type Compiler = any;

/** Named declarations outside function bodies, as the TypeScript compiler sees them. */
export function typescriptDefinitions(compiler: Compiler, { path, content }: CorpusFile): Definition[] {
  const kind = /\.[jt]sx$/.test(path) ? compiler.ScriptKind.TSX : compiler.ScriptKind.TS;
  const isScript = /\.[cm]?jsx?$/.test(path);
  const source = compiler.createSourceFile('a', textOf(content), 99, true, isScript ? compiler.ScriptKind.JSX : kind);
  const found: Definition[] = [];
  const add = (node: Compiler, name: string) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    found.push({ line, name, kind: compiler.SyntaxKind[node.parent.kind] });
  };
  const visit = (node: Compiler): void => {
    if (isBody(compiler, node)) return;
    for (const name of declaredNames(compiler, node)) add(name, name.text ?? name.getText(source));
    compiler.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isBody(compiler: Compiler, node: Compiler): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (compiler.isClassStaticBlockDeclaration(node) || compiler.isParameter(node)) return true;
  if (compiler.isTypeLiteralNode(node)) return !compiler.isTypeAliasDeclaration(parent);
  return compiler.isFunctionLike(parent) && parent.body === node;
}

function declaredNames(compiler: Compiler, node: Compiler): Compiler[] {
  if (compiler.isConstructorDeclaration(node)) return [];
  if (compiler.isVariableDeclaration(node)) return compiler.isIdentifier(node.name) ? [node.name] : [];
  if (compiler.isBinaryExpression(node)) return assignedName(compiler, node);
  if (compiler.isPropertyAssignment(node)) return isFunction(compiler, node.initializer) ? [node.name] : [];
  const isDeclaration =
    compiler.isClassDeclaration(node) ||
    compiler.isInterfaceDeclaration(node) ||
    compiler.isTypeAliasDeclaration(node) ||
    compiler.isEnumDeclaration(node) ||
    compiler.isEnumMember(node) ||
    compiler.isModuleDeclaration(node) ||
    compiler.isFunctionDeclaration(node) ||
    compiler.isMethodDeclaration(node) ||
    compiler.isMethodSignature(node) ||
    compiler.isPropertyDeclaration(node) ||
    compiler.isPropertySignature(node) ||
    compiler.isAccessor(node);
  return isDeclaration && node.name ? [node.name] : [];
}

/** `exports.name = function () {}` at the top of a file. */
function assignedName(compiler: Compiler, node: Compiler): Compiler[] {
  const isAssignment = node.operatorToken.kind === compiler.SyntaxKind.EqualsToken;
  if (!isAssignment || !compiler.isExpressionStatement(node.parent) || !isFunction(compiler, node.right)) return [];
  return compiler.isPropertyAccessExpression(node.left) ? [node.left.name] : [];
}

function isFunction(compiler: Compiler, node: Compiler): boolean {
  return compiler.isFunctionExpression(node) || compiler.isArrowFunction(node) || compiler.isClassExpression(node);
}
