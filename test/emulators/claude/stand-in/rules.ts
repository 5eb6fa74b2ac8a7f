import { ERROR_RULES } from './error-rules';
import { CODE, CSHARP, GO, JAVA, PYTHON, type Rule, SCRIPT, seen } from './rule';
import { SECURITY_RULES } from './security-rules';

const MONEY = '\\w*(?:price|amount|total|balance|cost|fee)\\w*';

/** All rules of thumb, in the order in which they are tried on a line. */
export const RULES: readonly Rule[] = [
  ...SECURITY_RULES,
  ...ERROR_RULES,
  {
    title: 'Loop runs one step past the end',
    category: 'bug',
    severity: 'blocker',
    files: CODE,
    match: seen(
      /\b(?:for\b[^;]*;|while\s*\()\s*\w+\s*<=\s*(?:[\w.\]["']+\.(?:length|Length|Count|size\(\))|len\(\w+\))(?!\s*-)/,
    ),
    body: 'The index reaches the length itself, so the last step reads behind the last element. Compare with `<`.',
    mend: (text) => text.replace('<=', '<'),
  },
  {
    title: 'Work started in forEach is not awaited',
    category: 'bug',
    severity: 'warning',
    files: SCRIPT,
    match: seen(/\.forEach\(\s*async\b/),
    body: '`forEach` drops the promises of an async callback: the code behind it runs before the work is done and failures are lost. Use `for ... of` with `await`, or `Promise.all` over `map`.',
  },
  {
    title: 'Blocking on asynchronous work',
    category: 'bug',
    severity: 'warning',
    files: CSHARP,
    match: seen(/\)\s*\.(?:Result\b(?!\s*=[^=])|Wait\(\)|GetAwaiter\(\)\.GetResult\(\))|\b\w+(?:Task|Async)\.Result\b/),
    body: 'Waiting for a task by blocking holds the thread and can deadlock under a synchronisation context. Make the method `async` and `await` the call.',
  },
  {
    title: 'Coroutine is never awaited',
    category: 'bug',
    severity: 'warning',
    files: PYTHON,
    match: seen(/^\s*asyncio\.(?:sleep|gather|wait_for)\(/),
    body: 'The call only creates a coroutine; without `await` nothing happens.',
    mend: (text) => text.replace('asyncio.', 'await asyncio.'),
  },
  {
    title: 'Money held or compared as a floating-point number',
    category: 'bug',
    severity: 'warning',
    files: CODE,
    match: seen(new RegExp(`\\b(?:float|double)\\s+${MONEY}\\b|\\b${MONEY}\\s*[!=]==?\\s*\\d+\\.\\d`, 'i')),
    body: 'Binary fractions cannot hold most amounts exactly, so sums drift and comparisons fail. Use a decimal type or whole cents.',
  },
  {
    title: 'Resource is not released on every path',
    category: 'bug',
    severity: 'warning',
    files: CSHARP,
    match: seen(
      /=\s*new\s+(?:FileStream|StreamReader|StreamWriter|SqlConnection|SqlCommand|MemoryStream|TcpClient)\(/,
      /\busing\b|\breturn\b/,
    ),
    body: 'When a later line throws, the object is not disposed and its handle stays open. Declare it with `using`.',
    mend: (text) => text.replace(/^(\s*)(?=var\s|\w+\s+\w+\s*=)/, '$1using '),
  },
  {
    title: 'File is not closed on every path',
    category: 'bug',
    severity: 'warning',
    files: /\.(?:py|java|kt)$/i,
    match: seen(
      /=\s*open\(|=\s*new\s+(?:FileInputStream|FileOutputStream|FileReader|FileWriter)\(/,
      /\bwith\b|\btry\s*\(/,
    ),
    body: 'When a later line fails, the file stays open. Open it with `with` (Python) or in a try-with-resources statement (Java).',
  },
  {
    title: 'Debug output was left in',
    category: 'maintainability',
    severity: 'suggestion',
    files: CODE,
    match: seen(
      /\bconsole\.(?:log|debug)\(|^\s*debugger;|^\s*print\(|\bSystem\.out\.println\(|\bvar_dump\(|\bfmt\.Println\(/,
    ),
    body: 'The line prints to the console of whoever runs this, and may print data. Remove it or use the log.',
  },
  {
    title: 'A to-do was left in',
    category: 'maintainability',
    severity: 'suggestion',
    aboutComments: true,
    match: seen(/(?:\/\/|#|\*|--|<!--).*\b(?:TODO|FIXME|HACK|XXX)\b/),
    body: 'The note says that the work is not finished. Finish it, or name the work item that will.',
  },
  {
    title: 'Query inside a loop',
    category: 'performance',
    severity: 'warning',
    files: new RegExp(`${SCRIPT.source}|${CSHARP.source}|${JAVA.source}|${GO.source}|${PYTHON.source}`, 'i'),
    match: queryInLoop,
    body: 'One query per element: the time grows with the list. Ask for all elements at once.',
  },
];

function queryInLoop(lines: Parameters<Rule['match']>[0]): number {
  if (!/^\s*(?:for|foreach|for await)\b/.test(lines[0]?.text ?? '')) return 0;
  const at = lines
    .slice(1, 4)
    .findIndex(({ text }) => /\b(?:query|execute|findOne|findById|FirstOrDefaultAsync)\(/i.test(text));
  return at < 0 ? 0 : at + 2;
}
