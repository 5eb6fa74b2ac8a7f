import assert from 'node:assert/strict';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { findSecrets } from '../../../src/steps/secrets/find-secrets';
import { PUBLISHED_RULES } from '../../../src/steps/secrets/published-rules';
import { findInFile, findInSecretFile } from '../../../src/steps/secrets/secret-files';
import { certainSecrets, letters, likelySecrets, privateKey } from './sample-secrets';

const shown = (text: string) =>
  findSecrets(text).map(({ start, end, isCertain }) => `${isCertain ? 'certain' : 'likely'} ${text.slice(start, end)}`);

describe('secrets are found', () => {
  for (const [name, { line, value }] of Object.entries(certainSecrets)) {
    it(name, () => {
      const found = findSecrets(line).filter(({ isCertain }) => isCertain);
      const texts = found.map(({ start, end }) => line.slice(start, end));
      assert.ok(
        texts.some((text) => text.includes(value)),
        `${JSON.stringify(shown(line))} in ${line}`,
      );
    });
  }

  it('broken by letters without width, and behind a letter', () => {
    const { value } = certainSecrets['GitHub token'] ?? assert.fail();
    for (const gap of ['\u200b', '\u200d\u2060', '\ufeff', '\u00ad', '\u202e']) {
      const broken = `${value.slice(0, 12)}${gap}${value.slice(12, 20)}${gap}${value.slice(20)}`;
      for (const start of ['', '\ufeff', gap]) {
        assert.deepEqual(shown(`${start}const t = "${broken}";\n${gap}`), [`certain ${broken}`]);
      }
    }
    assert.deepEqual(shown(`const t = "x${value}";`), [`certain ${value}`]);
    const asBytes = Buffer.from(`${value.slice(0, 12)}\u200b${value.slice(12)}`).toString('latin1');
    assert.deepEqual(shown(`const t = "${asBytes}";`), [`certain ${asBytes}`]);
  });

  it('personal access tokens of before 2024 on a line that does not name them, however their letters fell', () => {
    for (let at = 0; at < 300; at++) {
      const value = letters(52, 'abcdefghijklmnopqrstuvwxyz234567', `token ${at}`);
      const line = `auth = b64encode(b":${value}")\n`;
      assert.deepEqual(shown(line), [`likely ${value}`]);
    }
    const hash = letters(52, 'abcdefghijklmnopqrstuvwxyz234567');
    assert.deepEqual(shown(`checksum = "${hash}"\n`), []);
  });

  it('hashes of passwords, as they stand in a file of Compose and in a directory too', () => {
    for (const hash of [
      '$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/',
      '$$apr1$$H6uskkkW$$IgXLP6ewTrSuBkTrqE8wj/',
      '{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY=',
    ])
      assert.deepEqual(shown(`users: "test:${hash}"\n`), [`likely ${hash}`]);
    assert.deepEqual(shown('users: "{SHA}kJ8sL2mN9pQ4rS7tU1vW"\n'), []);
  });

  it('private keys over several lines, from mark to mark', () => {
    const text = `const key = \`${privateKey}\`;\nconst other = 1;\n`;
    assert.deepEqual(shown(text), [`certain ${privateKey}`]);
  });

  it('private keys in one line, and joined by hand', () => {
    const oneLine = JSON.stringify(privateKey);
    assert.deepEqual(shown(oneLine), [`certain ${oneLine.slice(1, -1)}`]);
    const joined = privateKey
      .split('\n')
      .map((line) => `  "${line}\\n" +`)
      .join('\n');
    assert.equal(findSecrets(joined).length, 1);
  });

  it('a private key without its last mark, as far as its lines go', () => {
    const cut = privateKey.split('\n').slice(0, 10).join('\n');
    assert.deepEqual(shown(`${cut}\nfunction next() {}\n`), [`certain ${cut}`]);
  });

  describe('a private key, of which nothing is left', () => {
    const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const lines = (count: number, length = 64, alphabet = base64) =>
      Array.from({ length: count }, (_, at) => letters(length, alphabet, `line ${at}`));
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} PGP ${'PRIVATE KEY'} BLOCK-----`);
    const body = lines(20);
    const long = lines(600);
    const digits = lines(16, 32, '0123456789abcdef');
    const shapes: Record<string, [text: string, lines: string[]]> = {
      'longer than any other': [`${begin}\n\n${long.join('\n')}\n=Ab1c\n${end}\n`, long],
      'longer than any other, without its end': [`${begin}\nVersion: GnuPG v2\n\n${long.join('\n')}\n`, long],
      'long, with words between its lines': [`${begin}\n${long.join('\n# and some words\n')}\n${end}\n`, long],
      'with headers and without its end': [
        `${begin}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A1B2C3D4E5F\n\n${body.join('\n')}\n=Ab1c\nnext: 1\n`,
        body,
      ],
      'with blank lines and without its end': [`${begin}\r\n\r\n${body.join('\r\n\r\n')}\r\n`, body],
      'with a word between its lines and without its end': [
        `${begin}\n${body.slice(0, 9).join('\n')}\n# to be taken away\n${body.slice(9).join('\n')}\n`,
        body,
      ],
      'in a string and without its end': [`{"key": "${begin}\\n${body.join('\\n')}", "project": "x"}`, body],
      'in a string of a string and without its end': [`"{\\"k\\":\\"${begin}\\\\n${body.join('\\\\n')}\\"}"`, body],
      'in one line and without its end': [`KEY="${begin} ${body.join(' ')}"\nOTHER=1\n`, body],
      'with numbers of lines': [`${begin}\n${body.map((line, at) => `${at}: ${line}`).join('\n')}\n`, body],
      'without its beginning': [`some words\n\n${body.join('\n')}\n=Ab1c\n${end}\nmore\n`, body],
      'of OpenVPN': [`-----${'BEGIN'} OpenVPN Static key V1-----\n${digits.join('\n')}\n`, digits],
      'of PuTTY without its head': [`Private-Lines: 20\n${body.join('\n')}\nPrivate-MAC: 00\n`, body],
    };
    for (const [name, [text, secret]] of Object.entries(shapes)) {
      it(name, () => {
        const found = findSecrets(text).filter(({ isCertain }) => isCertain);
        const shown = found.reduceRight((rest, { start, end: to }) => rest.slice(0, start) + rest.slice(to), text);
        assert.deepEqual(
          secret.filter((line) => shown.includes(line.slice(4, -4))),
          [],
        );
      });
    }
  });

  it('no code between the marks of a private key', () => {
    const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} ${'PRIVATE KEY'}-----`);
    const check = '  if (!user.mayReadKeys()) throw new ForbiddenError2(user, "keys");\n';
    const reader = `const from = pem.indexOf('${begin}');\n${check.repeat(30)}const to = pem.indexOf('${end}');\n`;
    assert.deepEqual(shown(reader), []);
    assert.deepEqual(shown(`/*\nPrivate-Lines: 40\n*/\n${check.repeat(30)}`), []);
    const lines = privateKey.split('\n');
    const mixed = [...lines.slice(0, 9), check, ...lines.slice(9)].join('\n');
    assert.deepEqual(
      shown(mixed).map((found) => found.includes('mayReadKeys')),
      [false, false],
    );
  });

  it('keys of PuTTY', () => {
    const lines = [letters(64, 'abcdefABC123+/', 'a'), letters(64, 'abcdefABC123+/', 'b')];
    const text = `PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 2\n${lines.join('\n')}\nPrivate-MAC: 00\n`;
    assert.ok(shown(text).some((found) => lines.every((line) => found.includes(line))));
  });

  it('private keys between marks that somebody wrote by hand', () => {
    const body = privateKey.split('\n').slice(1, -1).join('\n');
    const marks = [
      '-----begin rsa private' + ' key-----',
      '----- BEGIN RSA PRIVATE' + ' KEY -----',
      '--BEGIN_PRIVATE' + '_KEY--',
    ];
    for (const mark of marks) {
      const text = `${mark}\n${body}\n${mark.replace(/begin/i, (word) => (word === 'BEGIN' ? 'END' : 'end'))}`;
      assert.deepEqual(shown(text), [`certain ${text}`]);
    }
  });

  it('private keys without marks, over several lines', () => {
    const { value } = certainSecrets['private key without its marks'] ?? assert.fail();
    const lines = value.match(/.{1,64}/g)?.map((line) => `    ${line}`) ?? [];
    assert.deepEqual(shown(`key: |\n${lines.join('\n')}\nnext: 1\n`), [`certain ${lines.join('\n').trimStart()}`]);
  });

  it('base64 over several lines, read as a whole', () => {
    const { value } = certainSecrets['private key in base64'] ?? assert.fail();
    const text = (value.match(/.{1,76}/g) ?? []).join('\n');
    assert.deepEqual(shown(`data: |\n${text}\n\nnext: 1\n`), [`certain ${text}`]);
  });

  it('storage keys whose name stands on the line before', () => {
    const { value } = certainSecrets['storage key in an attribute'] ?? assert.fail();
    assert.deepEqual(shown(`'AccountKey=' +\n  '${value}'`), [`certain ${value}`]);
    assert.deepEqual(shown(`<add key="StorageKey"\n  value="${value}" />`), [`certain ${value}`]);
    assert.deepEqual(shown(`send('${value}')`), [`likely ${value}`]);
  });

  it('in pieces over several lines, as far as the pieces go', () => {
    const { value } = certainSecrets['GitHub token'] ?? assert.fail();
    const [start, end] = [value.slice(0, 20), value.slice(20)];
    for (const seam of [`' +\n  '`, `'\n  + '`, `" "`, `" & _\n "`, `'.\n'`, `\\\n`, `''`, `'\n  f'`]) {
      assert.deepEqual(shown(`t = '${start}${seam}${end}';`), [`certain ${start}${seam}${end}`], JSON.stringify(seam));
    }
    assert.deepEqual(shown(`['${start}', '${end}']`), []);
  });

  it('whatever a comment says', () => {
    const { line, value } = certainSecrets['GitHub token'] ?? assert.fail();
    assert.ok(shown(`/* secretlint-disable */\n${line} // gitleaks:allow`).includes(`certain ${value}`));
  });
});

/** In code, where no text holds them, their signs would be operators. */
const IN_SETTINGS = new Set(['password with signs, without quotes', 'key of WireGuard']);

describe('what may be a secret is hidden and left to the reviewer', () => {
  for (const [name, { line, value }] of Object.entries(likelySecrets)) {
    it(name, () => {
      const path = IN_SETTINGS.has(name) ? 'etc/a.conf' : 'src/a.ts';
      const found = findInFile(`// head\n${line}\n`, path).map((one) => `// head\n${line}\n`.slice(one.start, one.end));
      assert.ok(
        found.some((text) => text.includes(value)),
        `${JSON.stringify(found)} in ${line}`,
      );
    });
  }
});

describe('a token of a manual or of a test is hidden and left to the reviewer', () => {
  const token = (claims: object, header: object = { alg: 'HS256', typ: 'JWT' }) =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signed = (claims: object) => `${token(claims)}.${letters(43, 'abcdefABC123_-', JSON.stringify(claims))}`;
  const samples: Record<string, object> = {
    'the one of jwt.io': { sub: '1234567890', name: 'John Doe', iat: 1516239022 },
    'one with a time alone': { exp: 1535037897 },
    'one with two times': { iat: 1633046100, exp: 1633046400 },
    'one of a made-up issuer': { iat: 1633046400, iss: 'correct-issuer' },
    'one of a made-up issuer and user': { iss: 'hello', sub: 'bob', exp: 1796515200 },
    'one of an issuer for tests': { iss: 'https://issuer.example.test/', sub: 'svc', exp: 1796515200 },
    'one of this machine': { iss: 'http://localhost:8080/auth', exp: 1796515200 },
    'one of somebody that is mocked': { sub: 'mock-subject', scope: 'message:read', exp: 4688641413 },
    'one that says something': { message: 'hello world' },
    'one without a time': { sub: '0b6b6a3e-1111-4222-8333-444455556666' },
  };
  for (const [name, claims] of Object.entries(samples)) {
    it(name, () => assert.deepEqual(shown(`auth = "${signed(claims)}"`), [`likely ${signed(claims)}`]));
  }

  const real: Record<string, object> = {
    'of a service': { iss: 'https://login.contoso.net/common/v2.0', exp: 1900000000 },
    'of a user': { sub: '0b6b6a3e-1111-4222-8333-444455556666', exp: 1900000000 },
    'of a device, without an end': { iss: '3f9a1c77e2b84d0d9a6b1f2e4c8d7a65', iat: 1700000000 },
    'that may do everything': { iss: 'supabase', ref: 'shop', role: 'service_role', exp: 1900000000 },
  };
  for (const [name, claims] of Object.entries(real)) {
    it(`but not one ${name}`, () =>
      assert.deepEqual(shown(`auth = "${signed(claims)}"`), [`certain ${signed(claims)}`]));
  }
});

describe('what is no secret is left alone', () => {
  const harmless: Record<string, string> = {
    'a reference to a variable': 'password: ${' + '{ secrets.DB_PASSWORD }}',
    'a macro of a pipeline': "connection: 'Server=db;User Id=sa;Password=$(DbPassword);'",
    'a value from the environment': 'const password = process.env.PASSWORD;',
    'a placeholder': 'Server=tcp:x.database.windows.net;User ID=svc;Password=<your-password>;',
    'a sample of the manual of AWS': 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'the emulator of storage':
      'AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;',
    'a hash': `"integrity": "sha512-${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'hash')}=="`,
    'a hash of NuGet': `"contentHash": "${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'nuget')}=="`,
    'a hash of yarn': `  integrity sha512-${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'yarn')}==`,
    'a hash of nix': `sha512 = "${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'nix')}==";`,
    'a signature': `"signature": "${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'signed')}=="`,
    'a public key of 64 bytes': `publicKey: ${letters(86, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'public')}==`,
    'a certificate in base64': `certificate-authority-data: ${Buffer.from('-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ').toString('base64')}`,
    'a settings file in base64': `data: ${Buffer.from('{"name": "shop", "port": 8080, "hosts": ["a", "b"]}').toString('base64')}`,
    'a commit': 'ref: 4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    'an id': 'token: 0b6b6a3e-1111-4222-8333-444455556666',
    'a public key':
      '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----',
    'a mark, and code below it': `const MARK = '-----BEGIN RSA PRIVATE ${'KEY'}-----';\n\nexport function readPrivateKeyFromTextOfFile2048(text: string) {\n  return text.startsWith(MARK);\n}\n`,
    'a mark without a key': '-----BEGIN RSA PRIVATE ' + 'KEY-----\n...\n-----END RSA PRIVATE ' + 'KEY-----',
    'a local server': 'postgres://postgres:postgres@localhost:5432/test',
    'words about passwords': 'if (password == null) throw new Error("password: must have 12 characters");',
    'a name in code': 'services.AddSecret(tokenProvider, options => options.Token = token);',
    'a key of a translation': 'passwordLabel: "account.password.label"',
    'a path': 'secretName: "/var/run/secrets/kubernetes.io/serviceaccount"',
  };
  for (const [name, text] of Object.entries(harmless)) it(name, () => assert.deepEqual(shown(text), []));

  const hash = letters(64, '0123456789abcdef', 'baseline');
  const names: Record<string, string> = {
    'a name with digits':
      'if (isIPv4MappedIPv6(address) && isHttp2Reply(reply)) new ServerWithHttp2(FuzzyX509AltNames);',
    'a hash that is a key': `cacheKey: "${letters(32, '0123456789abcdef', 'cache')}"; "hashKey": "${letters(40, '0123456789abcdef', 'sha')}"`,
    'a digest': `image: shop@sha256:${letters(64, '0123456789abcdef', 'digest')}`,
    'a hash of a page': `<script integrity="sha384-${letters(64, 'abcdefghijklmnopqrstuvwxyzABC0123456789+/', 'page')}">`,
    'a line of a certificate': letters(64, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'line'),
    'a picture': `url(data:image/png;base64,${letters(900, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'picture')})`,
    'the sign of a token within a picture': `url(data:image/png;base64,${letters(500, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'picture')}/EAA${letters(120, 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789', 'within')}+${letters(500, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'more')})`,
    'the sign of a token within a picture, read backwards': `url(data:image/png;base64,${letters(500, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'picture')}/${letters(120, 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ123456789', 'within')}AAE+${letters(500, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/', 'more')})`,
    'a path': 'src/features/orders/V2Orders3Controller.test.ts',
    'files that are called by their hash':
      '<Link>fonts\\icons\\2fcrYFNaTjcS6g4U3t-Y5ZjZjT5FdEJ140U2DJYC3mY.woff2</Link><script src="/assets/Zk3vQ8mLw2xT.js">',
    'settings of a link, as base64': `cursor://x/install?name=Docs&config=${Buffer.from('{"url":"https://mcp.docs.astro.build/mcp"}').toString('base64')}`,
    'a list of what is known, by hashes': `  "justification": "PSAvoidUsingUsernameAndPasswordParams"\n},\n"${hash}": {\n  "signature": "${hash}",\n`,
    'a token that is a variable': 'const token = request.token2Value; password = user2.getPassword1();',
    'a type': 'password: Base64EncodedString; token: JwtToken2Factory;',
  };
  for (const [name, text] of Object.entries(names)) {
    it(name, () =>
      assert.deepEqual(
        findInFile(`${text}\n`, 'src/a.ts').map((one) => text.slice(one.start, one.end)),
        [],
      ),
    );
  }
});

describe('in a file whose name says that it holds secrets', () => {
  const values = (text: string) => findInSecretFile(text).map(({ start, end }) => text.slice(start, end));
  it('a name that speaks of one is enough', () => {
    assert.deepEqual(values('PORT=3000\nDB_PASSWORD=hunter2\nexport API_TOKEN="abcd1234"\n'), ['hunter2', 'abcd1234']);
  });
  it('the fields of .pgpass', () => {
    assert.deepEqual(values('# host\ndb.contoso.com:5432:*:svc:hunter2\n'), ['hunter2']);
  });
  it('stand-ins and numbers are none', () => {
    assert.deepEqual(
      values('DB_PASSWORD=changeme\nTOKEN_TTL=3600\nKEY_URL=https://vault.contoso.com\nSECRET=' + '$' + '{X}'),
      [],
    );
  });
});

describe('in the settings of an environment, which are reviewed', () => {
  const found = (path: string, text: string) =>
    findInFile(text, path).map(
      ({ start, end, isCertain }) => `${isCertain ? 'certain' : 'likely'} ${text.slice(start, end)}`,
    );
  const secret = letters(30, 'abcdefghijkmnpqrstuvwxyzABC23456789', 'env');
  for (const path of ['.env.prod2', 'deploy/.env-eu', 'shop.env', '.envrc']) {
    it(path, () => {
      assert.deepEqual(found(path, `PORT=1\nAPI_SECRET=${secret}\nDB_PASSWORD=postgres\n`), [
        `certain ${secret}`,
        'likely postgres',
      ]);
    });
  }
  it('samples and programs are as other files', () => {
    for (const [path, seen] of [
      ['.env.example', [`likely ${secret}`]],
      ['.env.ci.sample', [`likely ${secret}`]],
      ['notes.txt', [`likely ${secret}`]],
      ['src/.env.ts', []],
      ['a.ts', []],
    ] as const) {
      assert.deepEqual(found(path, `api_secret = ${secret}\nDB_PASSWORD=postgres\n`), seen, path);
    }
  });
});

describe('published rules', () => {
  it('take words behind the sign of a service for no secret beyond doubt', () => {
    assert.deepEqual(shown('{ "Token": "xoxb-token-from-slack" }'), ['likely xoxb-token-from-slack']);
    const token = `xoxb-${letters(12, '0123456789', 'a')}-${letters(12, '0123456789', 'b')}-${letters(24, 'abcdefABC123', 'c')}`;
    assert.deepEqual(shown(`{ "Token": "${token}" }`), [`certain ${token}`]);
  });

  /** Of AWS, npm, keys and addresses ours tell more; one reads binary files, and one lets a comment switch all others off. */
  const leftOut = ['aws', 'basicauth', 'database-connection-string', 'filter-comments', 'gcp', 'npm', 'privatekey'];

  it('are all asked but those that were left out on purpose', () => {
    const names = rules.map(({ meta }) => meta.id.replace(/^@secretlint\/secretlint-rule-/, ''));
    assert.deepEqual([...PUBLISHED_RULES.map(({ name }) => name), ...leftOut].sort(), names.sort());
  });

  it('have a sign each, without which none is asked', () => {
    for (const { name, hints } of PUBLISHED_RULES) assert.ok(hints.length > 0, name);
  });
});
