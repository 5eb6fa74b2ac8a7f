import type { SecretRule } from './found-secret';

/** What programs keep of passwords: whoever has it can try as many as they like. */
export const PASSWORD_HASHES: readonly SecretRule[] = [
  {
    name: 'password-hash',
    hints: [':$2', ':$5$', ':$6$', ':$y$', ':$apr1$'],
    pattern: /^[\w.@-]{1,64}:(?<secret>\$(?:2[abxy]|5|6|y|apr1)\$[\w./$=,]{20,200})/gm,
    judge: () => 'likely',
  },
  {
    // Of the length that such a hash has, wherever it stands; Compose writes each of its signs twice.
    name: 'password-hash',
    hints: ['$1$', '$5$', '$6$', '$8$', '$9$', '$y$', '$2a$', '$2b$', '$2y$', '$apr1$', '{SHA', '{SSHA'],
    pattern:
      /(?<![\w$])(?:\$\$?(?:(?:1|apr1)\$\$?[\w./]{1,8}\$\$?[\w./]{22}|[589]\$\$?(?:rounds=\d{1,9}\$\$?)?[\w./]{1,16}\$\$?[\w./]{43}|6\$\$?(?:rounds=\d{1,9}\$\$?)?[\w./]{1,16}\$\$?[\w./]{86}|y\$\$?[\w./]{1,8}\$\$?[\w./]{1,86}\$\$?[\w./]{43}|2[aby]\$\$?\d\d\$\$?[\w./]{53})(?![\w./$])|\{S?SHA(?:\d{3})?\}(?:[A-Za-z0-9+/]{4}){6,22}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![\w+/=]))/g,
    judge: () => 'likely',
  },
];
