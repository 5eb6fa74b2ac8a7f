import { cutStart, cutText } from '../../cut-text';

/** What bundlers and compilers write at the start or the end of their output. */
const SIGNS: readonly (readonly [name: string, pattern: RegExp])[] = [
  [
    'webpack',
    /webpackBootstrap|__webpack_(?:require__|modules__|exports__)|webpackUniversalModuleDefinition|webpackJsonp/,
  ],
  ['esbuild', /^var __(?:defProp|create|getOwnPropNames|commonJS|export|toESM)\b/m],
  ['parcel', /parcelRequire\b/],
  ['browserify', /\(function\(\)\{function r\(e,n,t\)\{function o\(i,f\)/],
  ['rollup', /^\(function \(global, factory\) \{/m],
  [
    'TypeScript',
    /^var __(?:importDefault|importStar|createBinding|awaiter|decorate|extends|assign|rest) = \(this && this\./m,
  ],
  ['TypeScript', /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/m],
];
/** Beyond the head only the last lines are looked at. */
const HEAD = 20_000;
const TAIL = 2_000;

/** What shows that a file in a folder of output is output, or null. Alone it would prove nothing. */
export function bundledSign(text: string): string | null {
  const looked = text.length <= HEAD + TAIL ? text : `${cutText(text, HEAD)}\n${cutStart(text, TAIL)}`;
  const found = SIGNS.find(([, pattern]) => pattern.test(looked));
  return found ? `output of ${found[0]}` : null;
}
