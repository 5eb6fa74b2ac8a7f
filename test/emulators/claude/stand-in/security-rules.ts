import { CODE, type Rule, SCRIPT, seen } from './rule';

const SECRET_NAME =
  '(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|connection[_-]?string)';
const SECRET = new RegExp(
  `${SECRET_NAME}\\w*["']?(?:\\s*\\{[^}]*\\})?\\s*(?:=>|[:=])\\s*(?:\\w+\\()?["'\`](?!https?:)(?=[^"'\`]*[\\d!@#$%^&*=;])[^"'\`\\s]{8,}["'\`]`,
  'i',
);
const KNOWN_KEY = /\b(?:AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}|sk-[A-Za-z0-9-]{20,}|xox[bp]-[0-9A-Za-z-]{20,})/;
/** What the task put in the place of a value that may be a secret. */
const HIDDEN = new RegExp(`${SECRET_NAME}.*\\[secret: [a-z-]+(?: \\d+)?\\]`, 'i');
const PLACEHOLDER = /["'`](?:\$\{|\$\(|<|\{\{|#\{|process\.env|your[-_])/i;
const SQL = /["'`].*\b(?:select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from)\b/i;
const SPLICED =
  /["'`]\s*\+|\+\s*["'`]|\$\{|\$@?".*\{|\bf["'].*\{|["']\s*%\s*[\w(]|\.format\(|String\.format\(|Sprintf\(/;
const RANDOM = /\bMath\.random\(\)|\bnew Random\(|\brandom\.(?:random|randint|choice)\(|\brand\.Intn?\(/;

function isCredential(text: string): boolean {
  return SECRET.test(text) || KNOWN_KEY.test(text) || HIDDEN.test(text);
}

export const SECURITY_RULES: readonly Rule[] = [
  {
    title: 'Credential written into the code',
    category: 'security',
    severity: 'blocker',
    lines: 'both',
    match: ([line]) => (line && !PLACEHOLDER.test(line.text) && isCredential(line.text) ? 1 : 0),
    body: 'Everybody who can read the repository can use this secret, and it stays in the history. Read it from the configuration of the environment and replace the secret itself.',
  },
  {
    title: 'SQL statement is put together from values',
    category: 'security',
    severity: 'blocker',
    files: CODE,
    match: ([line]) => (line && SQL.test(line.text) && SPLICED.test(line.text) ? 1 : 0),
    body: 'A value that holds a quote changes the statement, so whoever controls it can read or change other data. Pass the values as parameters.',
  },
  {
    title: 'Input is run as code or as a command',
    category: 'security',
    severity: 'blocker',
    files: CODE,
    match: seen(
      /(?<![\w.])eval\(|\bnew Function\(|\bshell\s*=\s*True|\bos\.system\(|(?:(?<![\w.])|\bchild_process\.)exec(?:Sync)?\(\s*(?:`[^`]*\$\{|["'][^"']*["']\s*\+|\w+\s*[,)])|getRuntime\(\)\.exec\(|Process\.Start\(\s*\w+\s*[,+)]/,
    ),
    body: 'Whoever controls a part of this text controls what is run. Call the program with a list of arguments, or parse the input instead of evaluating it.',
  },
  {
    title: 'Certificates are no longer checked',
    category: 'security',
    severity: 'blocker',
    match: seen(
      /rejectUnauthorized['"]?\s*:\s*false|\bverify\s*=\s*False|InsecureSkipVerify\s*:\s*true|NODE_TLS_REJECT_UNAUTHORIZED|DangerousAcceptAnyServerCertificateValidator|CertificateValidationCallback\b.*=>\s*true/,
    ),
    body: 'Anybody between the two ends can read and change what is sent. Leave the check on and trust the right certificate authority instead.',
    mend: trustAgain,
  },
  {
    title: 'Predictable random number where it must not be guessed',
    category: 'security',
    severity: 'warning',
    files: CODE,
    match: (lines) => {
      const near = lines.slice(0, 2).map(({ text }) => text);
      const secret = /token|secret|password|session|nonce|otp|salt|\bkey|code\b/i;
      return RANDOM.test(near[0] ?? '') && near.some((text) => secret.test(text)) ? 1 : 0;
    },
    body: 'This generator can be predicted from a few of its values. Use the cryptographic generator of the platform.',
  },
  {
    title: 'Text reaches the page without escaping',
    category: 'security',
    severity: 'warning',
    files: new RegExp(`${SCRIPT.source}|\\.(?:cshtml|razor)$`, 'i'),
    match: seen(/\.innerHTML\s*\+?=|dangerouslySetInnerHTML|document\.write\(|Html\.Raw\(/, /=\s*["'`]{2}/),
    body: 'If the text comes from a user, it can carry a script that runs in the page of somebody else. Set text content, or escape it first.',
  },
  {
    title: 'Weak hash',
    category: 'security',
    severity: 'warning',
    files: CODE,
    match: seen(
      /\b(?:MD5|SHA1)\.(?:Create|HashData)\(|hashlib\.(?:md5|sha1)\(|createHash\(\s*["'](?:md5|sha1)["']|getInstance\(\s*"(?:MD5|SHA-?1)"/,
    ),
    body: 'Two inputs with the same hash can be made on purpose. Use SHA-256, and a password hash for passwords.',
  },
  {
    title: 'Check of permission was removed',
    category: 'security',
    severity: 'blocker',
    lines: 'removed',
    files: CODE,
    match: seen(
      /\[Authorize\b|@PreAuthorize|@login_required|\brequire(?:Auth|Login|Role|Permission)\w*\b|\b(?:checkPermission|isAuthorized|verifySignature|verifyToken)\(/,
    ),
    body: 'Behind this line only those who may were let through; without it everybody is.',
  },
  {
    title: 'Text that tries to influence a reviewer',
    category: 'security',
    severity: 'warning',
    aboutComments: true,
    match: seen(
      /ignore (?:all |the |any )*(?:previous|prior|above) instructions|(?:reviewer|assistant|AI)s?\W+(?:must|should|do not|skip|approve)|already (?:been )?approved by/i,
    ),
    body: 'This sentence speaks to whoever reviews the change. It was read as data.',
  },
];

function trustAgain(text: string): string {
  if (/NODE_TLS|Dangerous|Callback/.test(text)) return '';
  return text
    .replace(/(rejectUnauthorized['"]?\s*:\s*)false/, '$1true')
    .replace(/(\bverify\s*=\s*)False/, '$1True')
    .replace(/(InsecureSkipVerify\s*:\s*)true/, '$1false');
}
