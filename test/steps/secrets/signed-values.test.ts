import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../src/steps/secrets/placeholders';
import { fileWithoutSecrets, findInFile } from '../../../src/steps/secrets/secret-files';
import { letters } from './sample-secrets';

const SIGNED = ['Wq7#pLx2!', 'mRt9'].join('');
const TYPED = ['Sommer-2019!', 'Koeln'].join('');
const SEED = letters(32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'seed2');
const DOLLAR = '$';
const HEX = letters(40, '0123456789abcdef', 'signed');

const found = (path: string, text: string) => findInFile(text, path).map(({ start, end }) => text.slice(start, end));

describe('passwords with signs, wherever they stand', () => {
  const forms: readonly [path: string, form: (value: string) => string][] = [
    ['a.yml', (value) => `password: |\n  ${value}\n`],
    ['a.yml', (value) => `passwords:\n  - ${value}\n`],
    ['a.yml', (value) => `password: !!str ${value}\n`],
    ['d.yaml', (value) => `- value: ${value}\n  name: DB_PASSWORD\n`],
    ['azure-pipelines.yml', (value) => `- name: DB_PASSWORD\n  readonly: true\n  value: '${value}'\n`],
    ['a.json', (value) => `{"name":"password","value":"${value}"}`],
    ['a.json', (value) => `"adminPassword": { "type": "securestring", "defaultValue": "${value}" }`],
    ['v.tf', (value) => `variable "db_password" {\n  type = string\n  default = "${value}"\n}\n`],
    ['hibernate.cfg.xml', (value) => `<property name="hibernate.connection.password">${value}</property>`],
    ['a.plist', (value) => `<key>Password</key>\n<string>${value}</string>`],
    ['a.ts', (value) => `const password: string | undefined = '${value}';`],
    ['a.js', (value) => `const x = process.env.DB_PASSWORD || '${value}';`],
    ['a.sh', (value) => `PASS="\${DB_PASSWORD:-${value}}"`],
    ['a.py', (value) => `password: str = Field(default="${value}")`],
    ['a.java', (value) => `ds.setPassword("${value}");`],
    ['a.go', (value) => `secret := []byte("${value}")`],
    ['wifi.ino', (value) => `#define WIFI_PASSWORD "${value}"`],
    ['a.sh', (value) => `az keyvault secret set --name db-password --value '${value}'`],
    ['roles.sql', (value) => `ALTER ROLE svc WITH ENCRYPTED PASSWORD '${value}';`],
    ['a.py', (value) => `"Driver={X};Server=s;Uid=a;Pwd={${value}};"`],
    ['a.yml', (value) => `url: postgres://svc:${value}@db.contoso.com/shop`],
    ['README.md', (value) => `| admin | ${value} |`],
    ['README.md', (value) => `The password is \`${value}\`.`],
    ['a.ts', (value) => `await page.fill('#login', '${value}');`],
    ['app.js', (value) => `app.use(session({ secret: '${value}' }))`],
    ['a.yml', (value) => `creds: "admin:${value}"`],
  ];
  for (const [path, form] of forms) {
    it(`as in ${JSON.stringify(form('...'))}`, () => {
      for (const value of [SIGNED, TYPED]) {
        assert.ok(
          found(path, form(value)).some((one) => one.includes(value)),
          form(value),
        );
        assert.ok(!withoutSecrets(form(value)).includes(value));
      }
    });
  }

  it('are no operators, addresses, versions, escapes, cells or data', () => {
    const near = [
      'if (a1!=B2Count && x1*Y2Width) return Foo1|BAR2|baz3;',
      'https://contoso.com/a?user1=Foo&Bar2=Baz#Section-2A',
      '"@types/Node20@^20.11.30", "~1.2.3Beta", mail1@Contoso.com',
      'John%20Doe1%2FSmith',
      "=SUM(Sheet1!A1:B2, 'Budget2024'!C3)",
      `"${letters(30, 'ABCDEFabcdef0123456789+', 'data')}+Ab1"`,
      'Class1#method2, Outer$Inner1, obj1?.Field2, Uint8Array!',
      'rm$IFS-Rf$IFS$9Aa1$HoMe2',
      'user1@Host2, return@forEach1, Foo1&amp;Bar2, C# 11 is out!',
    ];
    for (const text of near) assert.deepEqual(found('a.md', text), [], text);
  });
});

describe('keys of digits that something near calls so', () => {
  const told = [
    `{"name":"API_KEY","value":"${HEX}"}`,
    `{ "value": "${HEX}", "name": "API_KEY" }`,
    `apiKey: |\n  ${HEX}\n`,
    `variable "api_key" {\n  type    = string\n  default = "${HEX}"\n}`,
    `<add value="${HEX}" key="ApiKey" />`,
    `<key>ApiKey</key>\n<string>${HEX}</string>`,
    `client_secret = env("X") || "${HEX}"`,
  ];
  const near = [
    `token: x\nuses: actions/checkout@${HEX}`,
    `api_key: x\ncommit: ${HEX}`,
    `"token": "x", "sha": "${HEX}"`,
    `secret of the whole world and many other words that have nothing at all to do with it ${HEX}`,
  ];
  it('are hidden', () => {
    for (const text of told) assert.deepEqual(found('a.txt', text), [HEX], text);
    for (const text of near) assert.deepEqual(found('a.txt', text), [], text);
  });
});

describe('values in quotes under names that tell', () => {
  const long = letters(900, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'long');
  const told: readonly (readonly [line: string, value: string])[] = [
    [`aws_session_token="${long}"`, long],
    [`"refresh_token": "0.${long}"`, `0.${long}`],
    [`password = "Kq2'z9!LmR7w"`, `Kq2'z9!LmR7w`],
    [`"password": "Kq2\\"z9!LmR7w"`, 'Kq2\\"z9!LmR7w'],
    [`password: '$z9!LmR7wKq2'`, '$z9!LmR7wKq2'],
    [`password = '/z9LmR7w!Kq2'`, '/z9LmR7w!Kq2'],
    [`password = 'Dummy!Kq29LmR7w'`, 'Dummy!Kq29LmR7w'],
    [`DB_PASSWORD=Kq2(z9!LmR7w`, 'Kq2(z9!LmR7w'],
    [`DB_PASSWORD=Kq2=z9LmR7wTt`, 'Kq2=z9LmR7wTt'],
    [`EMAIL_HOST_PASSWORD = "vswuejwjfzlegrmn"`, 'vswuejwjfzlegrmn'],
    [`EMAIL_HOST_PASSWORD = "qlmo qjun mslh hyzn"`, 'qlmo qjun mslh hyzn'],
    [`password: "correct horse battery staple"`, 'correct horse battery staple'],
    [`password: "3556672812"`, '3556672812'],
    [`password: "x9!Kq2z"`, 'x9!Kq2z'],
    [`"JwtSecret": "Nordwind-Trading-2024-JwtSigning!"`, 'Nordwind-Trading-2024-JwtSigning!'],
    ['CLIENT_SECRET=707a0ad9-0ed7-4084-9c11-a551349e9665', '707a0ad9-0ed7-4084-9c11-a551349e9665'],
    [`passwort: "${SIGNED}"`, SIGNED],
    [`CREATE ROLE d LOGIN PASSWORD 'Kiel-Hafen-77';`, 'Kiel-Hafen-77'],
    [`storePassword "hafenkiel77"`, 'hafenkiel77'],
    [`Invoke-Sqlcmd -Username sa -Password 'hafenkiel77'`, 'hafenkiel77'],
    [`twilio('AC${HEX.slice(0, 32)}', '${HEX.slice(8, 40)}')`, HEX.slice(8, 40)],
    [`otpauth://totp/x?secret=${SEED}&issuer=y`, SEED],
    [`MFA_SECRET = "${SEED.slice(0, 16)}"`, SEED.slice(0, 16)],
    [`pyotp.TOTP("${SEED}")`, SEED],
    [`clientSecret: "PtKbFyTrtGiYiBjeqhURgJGqlGoApTOB"`, 'PtKbFyTrtGiYiBjeqhURgJGqlGoApTOB'],
  ];
  for (const [line, value] of told) {
    it(`as ${line.slice(0, 60)}`, () => assert.deepEqual(found('app.txt', line), [value]));
  }

  it('are no labels, sentences and references', () => {
    const near = [
      'password: "Enter your password again"',
      `password: 'must have eight letters or more'`,
      `"password": "Mot de passe oublie"`,
      `token: "${DOLLAR}{TOKEN1}", password: "#{db.password1}"`,
      'fields that you pass to `WithFields`, and a password to "SetLogin"',
      'password: "unforgettable"',
      'throw new Error("Enter password " + name1 + " again")',
      'secret: "internationalization"',
      `password: "${DOLLAR}{process.env.PASSWORD}"`,
    ];
    for (const line of near) assert.deepEqual(found('app.txt', line), [], line);
  });
});

describe('code behind or within a value', () => {
  const value = ['aB3xK9p', 'Q7zL2'].join('');
  const rows: readonly (readonly [path: string, text: string, shown: RegExp])[] = [
    ['a.sh', `PGPASSWORD=${value};/tmp/evil`, /;\/tmp\/evil$/],
    ['a.sh', `docker login -u x -p ${value};/tmp/evil`, /;\/tmp\/evil$/],
    ['a.sh', `curl -u user:${value};rm`, /;rm$/],
    ['a.sh', `sshpass -p ${value}&&/tmp/evil`, /&&\/tmp\/evil$/],
    ['a.sh', `sshpass -p ${value}\`/tmp/evil\` ssh x`, /\/tmp\/evil/],
    ['a.bat', `set PASSWORD=${value}&format/y`, /&format\/y$/],
    ['a.php', `$password = "${value}{$x->evil()}";`, /\{\$x->evil\(\)\}/],
    ['a.pl', `my $password = "${value}@{[evil()]}";`, /evil\(\)/],
    ['a.yml', `  password: "${value}$[variables.evil]"`, /variables\.evil/],
    ['a.scala', `val password = s"${value}$evil"`, /\$evil/],
    ['a.js', `eViL9${value}();`, /^eViL9/],
    ['a.ts', 'const isPassword=r0leA?a1!:b2c3d4;', /r0leA\?a1!:b2c3d4/],
    ['a.ts', 'let pass=x1?y2:z3w4;', /x1\?y2:z3w4/],
    ['a.ts', 'const password=rate1*amount2;', /rate1\*amount2/],
    ['a.ts', 'f=A1b+B2c*C3d-D4e;', /A1b\+B2c\*C3d-D4e/],
    ['a.vue', "/* ' */ q=a1B^c2D^e3F; // '", /a1B\^c2D\^e3F/],
    ['a.ts', 'q=a1B^c2D^e3F;', /a1B\^c2D\^e3F/],
    [
      'a.js',
      `const password = \`aB3x${DOLLAR}{[]["fi"+"ll"]["co"+"ns"](q)}${value}\`;`,
      /\["fi"\+"ll"\]\["co"\+"ns"\]\(q\)/,
    ],
    ['a.js', `const password = \`aB3x${DOLLAR}{(vm.run(q))}${value}\`;`, /vm\.run\(q\)/],
    ['a.js', `const password = \`aQ7x${DOLLAR}{f("}")+g(q)}${value}\`;`, /g\(q\)/],
    ['a.js', `const password = \`aQ7x${DOLLAR}{f(${'x+'.repeat(150)}q)}${value}\`;`, /x\+q\)/],
    ['a.py', `password = f"aB3x{(os.rm(p,1))}${value}"`, /os\.rm\(p,1\)/],
    ['a.cs', `var password = $"aB3x{(F.X(q,1))}${value}";`, /F\.X\(q,1\)/],
    ['a.rb', `password = "aB3x#{(Db.run(q))}${value}"`, /Db\.run\(q\)/],
    ['a.php', `$password = "aB3x{$a->b($q,1)}${value}";`, /\$a->b\(\$q,1\)/],
    ['a.sh', `DB_PASSWORD="aB3x$(c''url+x)${value}"`, /c''url\+x/],
    ['a.sh', `PASSWORD="aB3x\`./x1\`${value}"`, /\.\/x1/],
    ['a.sh', `PASSWORD="aB3x$(./x1;nc)${value}"`, /\.\/x1;nc/],
    ['a.sh', `export DB_PASSWORD=aB3x${value};n\\c+10.0.0.9`, /n\\c\+10\.0\.0\.9$/],
    [
      'a.ts',
      '/*\nkind: Secret\ndata:\n */\n  export function f() {\n    a: eval(atob(location.hash));\n  }',
      /a: eval\(atob\(location/,
    ],
    ['a.py', "'''\nkind: Secret\ndata:\n'''\n  a: eval(open(0).read())", /a: eval\(open\(0\)\.read\(\)\)/],
    ['a.yaml', 'apiVersion: v1\nkind: Secret\nstringData:\n  a: aB3x$(evil)', /evil/],
    ['a.js', `require("./eViL9${value}");`, /eViL9/],
  ];
  for (const [path, text, shown] of rows) {
    it(`is read: ${text.replace(value, '...')}`, () => {
      const told = fileWithoutSecrets(text, path);
      assert.match(told, shown);
      if (!text.includes('eViL9')) assert.doesNotMatch(told, /aB3x/);
    });
  }

  it('is read in quotes too', () => {
    const run = [
      ';/tmp/evil',
      '&&evil',
      ';x;evil;',
      '<script>evil()</script>',
      `${DOLLAR}{evil()}`,
      '\\(evil())',
      '{evil()}',
      `${DOLLAR}(evil)`,
    ];
    for (const code of run) {
      const told = fileWithoutSecrets(`password = "${value}${code}"`, 'a.txt');
      assert.ok(told.includes('evil'), told);
      assert.ok(!told.includes('aB3x'), told);
    }
  });

  it('is none in a value of many signs', () => {
    const words = 'gyunca+b$ww^_)9tdd(ys^u1=!348qsr-qpvit&na@4o#%tzx0';
    assert.deepEqual(found('a.py', `SECRET_KEY = '${words}'`), [words]);
    for (const one of ['h26&wp!wk8f6)kgn&t%&s@#@qcl%fhvesr2', 'Zk3;Q8&Lw2|x9'])
      assert.deepEqual(found('a.py', `SECRET_PASSWORD = '${one}'`), [one]);
  });
});
