import { entropyOf } from '../diff/entropy';
import type { SecretRule } from './found-secret';
import { isSample } from './value-likeness';

/** Letters of a part, and how many there are at least: `<h32>` are 32 hexadecimal digits. */
const LETTERS: Readonly<Record<string, string>> = {
  h: '[0-9a-f]',
  d: '\\d',
  l: '[a-z0-9]',
  U: '[A-Z0-9]',
  w: '[A-Za-z0-9]',
  u: '[\\w-]',
  b: '[A-Za-z0-9+/]',
};
const MOST = 600;
/** Bits for each letter; filler has fewer. */
const MIN_ENTROPY = 3.2;

/** Tokens of services as these publish their forms: what stands in all of them, a blank, and the form. */
const FORMS = `
key- key-<h32>
-us <h32>-us<d1>
HRKU- HRKU-<u36>
sq0 sq0[a-z]{3}-<u22>
EAA EAA<u60>
/webhooks/ api/webhooks/<d17>/<u60>
glrt- glrt-<u20>
gldt- gldt-<u20>
glft- glft-<u20>
glptt- glptt-<u20>
glsoat- glsoat-<u20>
glcbt- glcbt-<u20>
glimt- glimt-<u20>
gloas- gloas-<u20>
glagent- glagent-<u20>
ATBB ATBB<w32>
TT3 AT[A-Z]TT3<u60>
v1.0- v1\\.0-<h24>-<h100>
NRAK- NRAK-<u27>
NRII- NRII-<u32>
NRAL <h36>NRAL
sntry sntry[su]_[\\w+/=.-]{60,600}
rubygems_ rubygems_<h48>
cio cio<w32>
fm2_ fm2_[A-Za-z0-9+/=]{60,600}
fo1_ fo1_<u40>
sbp_ sbp_<h40>
sb_secret_ sb_secret_<u28>
pscale_ pscale_[a-z]{2,8}_<u32>
nfp_ nfp_<w36>
dp. dp\\.[a-z]{2,6}\\.(?:[a-z][\\w-]{1,34}\\.)?<w40>
pul- pul-<h40>
PMAK- PMAK-<h24>-<h30>
xkeysib- xkeysib-<h64>-<w16>
pplx- pplx-<w40>
xai- xai-<w70>
sk-or- sk-or-v\\d-<h64>
sk- sk-<h32>
r8_ r8_<w37>
lsv2_ lsv2_[a-z]{2}_<h32>_<h10>
tskey- tskey-[a-z]{3,10}-<w11>(?:-<w20>)?
dt0 dt0[a-z]\\d\\d\\.<U24>\\.<U60>
access_token$ access_token\\$[a-z]{7,10}\\$<l16>\\$<h32>
whsec_ whsec_<b32>
aio_ aio_<w28>
CFPAT- CFPAT-<u40>
pat. pat\\.<u20>\\.<h24>\\.<w20>
pat pat<w14>\\.<h60>
ntn_ ntn_<w46>
secret_ secret_<w43>
sk.eyJ sk\\.eyJ<u40>\\.<u20>
SSWS SSWS[ \\t]{1,4}<u40>
sqp_ sqp_<h40>
squ_ squ_<h40>
sqa_ sqa_<h40>
CCIPAT_ CCIPAT_<w20>_<h40>
bkua_ bkua_<h40>
AKCp AKCp<w60>
cmVmdGtuOj cmVmdGtuOj<w40>
eyJrIjoi eyJrIjoi<b60>
dckr_oat_ dckr_oat_<u27>
ya29. ya29\\.<u60>
ABSK ABSK<b100>
LTAI LTAI<w20>
AKID AKID<w32>
AQVN AQVN<u35>
:APA91b [\\w-]{11}:APA91b<u100>
JQQJ99 <w52>JQQJ99<w26>
`;

/** Those that no word is part of. */
const PAIRS: readonly SecretRule[] = [
  {
    name: 'twilio-token',
    hints: ['wilio', 'WILIO', 'lient('],
    pattern: /(?<![A-Za-z0-9])AC[0-9a-f]{32}\W{1,12}(?<secret>[0-9a-f]{32})(?![0-9a-f])/g,
  },
  {
    name: 'vendor-token',
    hints: [...'0123456789'].flatMap((digit) => [`1/${digit}`, `2/${digit}`]),
    pattern: /(?<![A-Za-z0-9])[12]\/\d{15,20}(?:\/\d{15,20})?:[0-9a-f]{32}(?![0-9a-f])/g,
  },
];

export const VENDOR_TOKENS: readonly SecretRule[] = [...FORMS.trim().split('\n').map(ruleOf), ...PAIRS];

function ruleOf(line: string): SecretRule {
  const [hint = '', ...form] = line.split(' ');
  const letters = form
    .join(' ')
    .replace(/<([a-zA-Z])(\d+)>/g, (_, kind, least) => `${LETTERS[kind]}{${least},${MOST}}`);
  return {
    name: 'vendor-token',
    hints: [hint],
    pattern: new RegExp(`(?<![A-Za-z0-9])${letters}`, 'g'),
    judge: (value) => (isSample(value) || entropyOf(value) < MIN_ENTROPY ? 'likely' : 'certain'),
  };
}
