import assert from 'node:assert/strict';
import { hideSecrets } from '../../../src/steps/secrets/hide-secrets';
import { findInFile } from '../../../src/steps/secrets/secret-files';
import { fileOf, lineOf } from './changed-file';
import { certainSecrets, letters } from './sample-secrets';

const WORD = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PASSWORD = 'Zk3vQ8mLw2xT';
const SIGNS = 'Zk3v!Q8m#Lw2';
const TOKEN = letters(42, WORD, 'told');
/** With letters, digits and a sign. */
const GITHUB = certainSecrets['GitHub token']?.value ?? '';
const HEX = letters(128, '0123456789abcdef', 'told');
const LETTERS = letters(24, WORD.slice(0, 52), 'letters alone');
const BASE64 = `${letters(43, WORD, 'base64')}=`;

function bytesOf(value: string, form: (code: number, at: number) => string, between = ', '): string {
  return [...value].map((letter, at) => form(letter.charCodeAt(0), at)).join(between);
}

interface Ecosystem {
  path: string;
  /** Each holds one value between `«` and `»`. */
  told: readonly string[];
  /** What looks much like it and is no value. */
  near: readonly string[];
}

const DOLLAR = '$';
const ecosystems: Readonly<Record<string, Ecosystem>> = {
  'a file of pairs, whatever it is called': {
    path: 'etc/smb.cred',
    told: [
      'username=svc\npassword=«hafenkiel»',
      '[wifi-security]\npsk=«Hafenkiel»',
      '# of the share\n\nuser = svc\npass_word = x\npassword = «hafenkiel»',
    ],
    near: [
      'username=svc\nand then\npassword=hafenkiel was taken',
      'password=hafenkiel ./evil',
      'user=$(id -un)\npassword=$hafenkiel',
      'export user=svc\nexport show_password=hafenkiel',
    ],
  },
  'a list of who may come in': {
    path: 'etc/ppp/chap-secrets',
    told: [
      '# client server secret\nvpnuser pptpd «Ankerkette9» *',
      '"branch-7" * "«leinwand-42»" 10.0.0.7',
      'isp *\t«ankerkette»',
      'isp * «48392017»',
    ],
    near: ['# client server secret', '10.0.0.1 vpn.contoso.com', 'This is what the manual of the server says of it.'],
  },
  'the same of mail servers': {
    path: 'mail/sasl_passwd',
    told: ['[smtp.contoso.com]:587 noreply@contoso.com:«Hafenkiel2023!»', 'smtp.contoso.com anna:«hafenkiel9»'],
    near: ['smtp.contoso.com noreply@contoso.com'],
  },
  'the same of what is encrypted': {
    path: 'vpn/ipsec.secrets',
    told: ['anna : EAP "«Hafenkiel77»"', ': PSK "«hafenkiel»"'],
    near: [': RSA server.pem', '203.0.113.5 198.51.100.7'],
  },
  'a file that is a secret': {
    path: 'secrets/db_password.txt',
    told: ['«hafenkiel»\n', `«${PASSWORD}»`, `«${letters(64, WORD, 'one')}\n${letters(60, WORD, 'two')}»\n`],
    near: ['hafenkiel is the word\n', 'test\n', `${DOLLAR}{DB_PASSWORD}\n`],
  },
  'a file that is none': {
    path: 'docs/shop.txt',
    told: [],
    near: ['hafenkiel\n', 'anna:Hafenkiel77'],
  },
  'columns of a table': {
    path: 'docs/accounts.md',
    told: [
      '| system | user | password |\n| --- | --- | --- |\n| nexus | deploy | Fernglas |\n| jira | ops | `«Fernglas-9»` |',
      '|Password|User|\n|---|---|\n|«Hafenkiel77»|anna|',
      'Given users:\n  | name | password |\n  | anna | «Hafenkiel77» |',
    ],
    near: [
      '| name | password |\n| --- | --- |\n| anna | required |',
      '| name | default |\n| --- | --- |\n| password | us-east-1 |\n| region | us-east-2 |',
      '| password | host |\n| --- | --- |\n| kept | Hafenkiel77 |',
      '| password policy of 2 hosts | x |\n| --- | --- |\n| Hafenkiel77 |',
    ],
  },
  'pairs with more between': {
    path: 'deploy/parameters.json',
    told: [
      '{"key": "password", "type": "string", "value": "«Hafenkiel77»"}',
      '{"ParameterKey": "DBPassword", "ParameterValue": "«Hafenkiel77»"}',
      '{"ParameterValue": "«Hafenkiel77»", "ParameterKey": "DBPassword"}',
      '{"password"\n:\n"«Hafenkiel77»"}',
      '{"user": "a", "credential": "«Hafenkiel77»"}',
      '{"args": [\n  "--password",\n  "«Hafenkiel77»"\n]}',
    ],
    near: [
      '{"key": "password", "type": "string", "required": true}',
      '{"key": "password", "type": "string"}, {"value": "Hafenkiel77"}',
      '{"ParameterKey": "DBPassword", "UsePreviousValue": true}',
      '{"credential": "ecr-login1"}',
      '{"vnd.multipass": {\n  "source1": "iana"\n}}',
      '{"passwords": [ {"source1": "iana"} ]}',
    ],
  },
  'items and attributes': {
    path: 'deploy/pod.yml',
    told: [
      'args:\n  - --password\n  - «Hafenkiel77»',
      'args:\n  - "--db-password"\n  - "«hafenkiel9»"',
      '<arg>--password</arg>\n<arg>«Hafenkiel77»</arg>',
      '<input name="password" type="hidden" value="«Hafenkiel77»">',
      '<input value="«Hafenkiel77»" type="hidden" name="password">',
      `<xsl:variable name="password" select="'«Hafenkiel77»'"/>`,
      "passwords: ['«hafenkiel»']",
    ],
    near: [
      'args:\n  - --password\n  - --verbose1',
      'args:\n  - --password-file\n  - Hafenkiel77',
      'args:\n  - --password\nother:\n  - Hafenkiel77',
      '<input name="password" type="hidden"><i value="Hafenkiel77">',
      '<xsl:variable name="password" select="$Hafenkiel77"/>',
    ],
  },
  'words of people': {
    path: 'docs/handover.md',
    told: [
      'Login: admin / «Hafenkiel77»',
      '- **Password:** «Hafenkiel77»',
      '**Password**: «Hafenkiel77»',
      '<b>Password:</b> «Hafenkiel77»',
      'log in with sa / «Hafenkiel77»',
      'Credentials are `anna` / `«Hafenkiel77»`',
    ],
    near: [
      'Login page / oauth2proxy',
      'the account / Release22',
      '**Password:** see the vault',
      'login with github / gitlab',
      'Login: GET /api / see below',
    ],
  },
  'texts that are wrapped, in code': {
    path: 'src/main.rs',
    told: [
      'let password = String::from("«Hafenkiel77»");',
      'let password = Some(String::from("«hafenkiel9»"));',
      'val password by lazy { "«Hafenkiel77»" }',
      'val dbPassword = sys.env.getOrElse("P", "«Hafenkiel77»")',
      'password = os.environ.get("P", default="«Hafenkiel77»")',
      'user, password = "a", "«Hafenkiel77»"',
      'let (user, password) = ("a", "«Hafenkiel77»");',
      'Password : constant String := "«Hafenkiel77»";',
      '(defparameter *password* "«Hafenkiel77»")',
      "{ password:: '«Hafenkiel77»' }",
      'set thePassword to "«Hafenkiel77»"',
      "MOVE '«Hafenkiel77»' TO WS-PASSWORD.",
      'password = """\n«Hafenkiel77»\n"""',
      "password = '''«Hafenkiel77»'''",
      'password => q{«Hafenkiel!77»}',
      'password %q(«Hafenkiel!77»)',
      'password = [[«Hafenkiel77»]]',
      "const passwords = ['«Hafenkiel77»', 'x']",
      "const passwords = ['x', '«Hafenkiel77»']",
      'passwords := []string{"«Hafenkiel77»"}',
      'List<String> passwords = List.of("«Hafenkiel77»");',
      'p = "«Hafenkiel77»"  # db password',
      'Field(default="«Hafenkiel77»", alias="password")',
      "form.append('password', '«hafenkiel9»');",
      'flag.String("password", "«hafenkiel9»", "of the database")',
      'new PasswordCredential("u", "«hafenkiel9»");',
      'new UsernamePasswordToken("a", "«Hafenkiel77»")',
      'WiFi.begin("ssid", "«Hafenkiel77»");',
      "headers: { Authorization: 'Bearer «Hafenkiel77»' }",
      'create_engine("postgresql+psycopg2://u:«Hafen#kiel77»@db.contoso.com/db")',
    ],
    near: [
      'let password = load(Hafenkiel77);',
      'password = get_secret("prod/database1")',
      'password = loadModule("Hafenkiel77")',
      'val password by lazy { hafenkiel77() }',
      'user, password = hafen("a", "Hafenkiel77")',
      'password = [[hafenkiel77()]]',
      'password => q{hafenkiel77(1)}',
      "const passwords = ['required', 'mismatch']",
      'const passwords = [Hafenkiel77, x]',
      "'btn' => 'Ganti kata sandi',\n'Fa2title9' => 'x'",
      "'passwords' => ['Users77' => 'x']",
      'p = hafenkiel77  # db password',
      'p = "Hafenkiel77"  # the password is read from there',
      "form.append('password', 'required');",
      "headers: { Authorization: 'Bearer token-of-test1' }",
      'getCredential("Hafenkiel77")',
      'fetch("http://localhost:8080#a@b.contoso.com/x")',
      'fetch("http://localhost:8080?mail=anna@contoso.com")',
    ],
  },
  'a shell that writes and reads': {
    path: 'bin/secret.sh',
    told: ["read -r PASS <<< '«Hafenkiel77»'", "printf '%s' '«Hafenkiel77»' > /run/secrets/db_password"],
    near: ["read -r PASS <<< '$1'", 'printf "%s" Hafenkiel77 > /run/secrets/db_host'],
  },
  'languages of Europe': {
    path: 'config/app.yml',
    told: [
      ...['lösenord', 'heslo', 'jelszó', 'şifre', 'salasana', 'parola', 'adgangskode', 'lozinka', 'contrasenya'],
      ...['db_lösenord', 'Geslo', 'passord', 'slaptažodis', 'лозинка', 'συνθηματικό'],
    ].map((name) => `${name}: «hafenkiel9»`),
    near: [
      'parola: hafenkiel',
      'heslo: hafenkiel',
      'salasana: salasana',
      'jelszavak: hafenkiel9',
      'şifreleme: hafenkiel9',
      'heslo_file: hafenkiel9',
      'parolapp: hafenkiel9',
    ],
  },
  'languages of Asia': {
    path: 'config/app.yml',
    told: ['kata_sandi', 'mật_khẩu', 'mật khẩu', 'รหัสผ่าน', 'كلمة المرور', 'סיסמה', 'पासवर्ड'].map(
      (name) => `"${name}": «hafenkiel»`,
    ),
    near: ['kata_sandi_baru_url: hafenkiel9', 'สวัสดี: hafenkiel9'],
  },
  'comments in code': {
    path: 'src/legacy.js',
    told: [
      'const db = connect(); // password: «Hafenkiel77»',
      '// the password is «Hafenkiel77»',
      'users.anna = "«Hafenkiel77»"; // password',
      'login("svc", "«Hafenkiel77»");',
      'pika.PlainCredentials("shop", "«Hafenkiel77»")',
      'withUser("admin").password("{noop}«hafenkiel»")',
      'db.auth("admin", "«Hafenkiel77!»")',
    ],
    near: [
      'const db = connect(); // password: see the vault',
      'const label = "Hafenkiel77"; // the name of the shop',
      'users.anna = readOf2(anna); // password',
      'run(Evil2Run); // password',
      'const community = evilRun1(x);',
      'login("Hafenkiel77");',
      'db.connect("host1", "shop2024")',
      'connect("postgres://db1/Shop2", "Hafen.Kiel2")',
    ],
  },
  'texts within code': {
    path: 'infra/user-data.tf',
    told: [
      'user_data = <<-EOT\n    export DB_PASSWORD=«Hafenkiel7»\n  EOT\n',
      'data = <<EOH\nDB_USER=shop\nDB_PASS=«Hafenkiel7»\nEOH\n',
      'data = <<EOT\npassword: «Hafenkiel77»\nEOT\n',
    ],
    near: [
      'user_data = <<-EOT\n    export DB_PASSWORD=$1\n  EOT\n',
      'password = local.hafenkiel7',
      'eval(<<E)\nx=1\npassword=system\nE\n',
    ],
  },
  'devices of a network': {
    path: 'network/core.cfg',
    told: [
      'snmp-server community «k0nt0s0ro» RO',
      'crypto isakmp key «Tunnelblick7» address 198.51.100.1',
      'radius-server host 10.1.1.1 auth-port 1812 acct-port 1813 key «R4dius-K3y»',
      ' neighbor 10.0.0.1 password 7 «13061E010803557878»',
      ' ikev1 pre-shared-key «Hafenkiel77»',
      'set snmp community «k0nt0s0ro» authorization read-only',
      'rocommunity «k0nt0s0-ro» 10.0.0.0/8',
      'createUser monitor SHA "«Messwert2020»" AES',
      'createUser monitor SHA x AES "«Messwert2021»"',
      'requirepass «hafenkiel9»',
      'bindpw «hafenkiel9»',
      '  stats auth admin:«hafenkiel9»',
      `enable secret 5 «${DOLLAR}1${DOLLAR}mERr${DOLLAR}hx5rVt7rPNoS4wqbXKX7m0»`,
      "\toption key '«Hafenkiel77»'",
      'community = "«k0nt0s0ro»"',
    ],
    near: [
      'snmp-server community public RO',
      'snmp-server host 10.1.1.1',
      'ntp server 10.1.1.1 key 42',
      'require password for each user2go',
      'ssh key rsa4096',
    ],
  },
  'set-ups of machines': {
    path: 'image/setup.sh',
    told: [
      'rootpw --plaintext «Hafenkiel7»',
      'd-i passwd/root-password password «Hafenkiel7»',
      'az sql server create -n s -u shop -p «Hafenkiel77!»',
      'security import cert.p12 -P "«Hafenkiel7»"',
      'xcrun notarytool submit a.zip --password «vcvu-axek-yewy-hfxm» --wait',
      `wandb login «${letters(40, '0123456789abcdef', 'login')}»`,
      'PGPASSWORD=«Hafenkiel7» pg_dump shop',
      'ftp://h.contoso.com  user: ftp  pass: «hafenkiel9»',
      'ID=anna, PW=«Hafenkiel77»',
      'ID/PW: anna/«hafenkiel9»',
      'user / password = anna / «Hafenkiel77»',
      "password: {{ '«hafenkiel»' | password_hash('sha512') }}",
      'NEO4J_AUTH=neo4j/«hafenkiel9»',
      'npm config set //npm.contoso.com/:_authToken «0b6b6a3e-1111-4222-8333-9455046b6a3e»',
      'chpasswd:\n  list: |\n    root:«Hafenkiel7»\n    ops:x',
      'chpasswd:\n  list: |\n    root:x\n    ops:«hafenkiel»',
      '(echo «Hafenkiel7»; echo Hafenkiel7) | smbpasswd -s -a anna',
      '<auth-user-pass>\nanna\n«hafenkiel»\n</auth-user-pass>',
      `curl -b "PHPSESSID=«${letters(26, 'abcdefghijklmnopqrstuvwxyz0123456789', 'php')}»" https://contoso.com`,
    ],
    near: [
      'rootpw --lock',
      'docker run -u root -p 8080:80 shop',
      'sudo -u www mkdir -p build1dir',
      'xcrun notarytool submit a.zip --password test-unit-lint-docs',
      'docker login registry.contoso.com',
      'user: ftp  pass: through',
      'login/password is /run/secrets/db1',
      'id/pwd: see wiki/Page22',
      'users:\n  list: |\n    root:Hafenkiel',
      '(echo first1; echo second2) | smbpasswd',
      '(echo evil22; echo evil22) | sh',
      'GIT_AUTH=oauth/header',
      'PGPASSWORD=python3 make shop',
      'exec evil2run # password',
      '"Evil22run" # password',
      `echo "${DOLLAR}1${DOLLAR}HOME/bin/evil/script/that/is/run.sh"`,
    ],
  },
  'properties of Java': {
    path: 'src/main/resources/application.properties',
    told: [`spring.datasource.password=«${PASSWORD}»`, `jwt.secret = «${TOKEN}»`, `ssl.key-store-password: «${SIGNS}»`],
    near: [
      `spring.datasource.password=${DOLLAR}{DB_PASSWORD}`,
      'spring.datasource.password=changeit',
      'spring.datasource.password=',
      'token.validity.seconds=86400000',
      'password.encoder=org.contoso.Argon2Encoder',
      'token.uri=https://login.contoso.com/oauth2/v2.0/token',
      'secret.path=/var/run/secrets/db2',
    ],
  },
  YAML: {
    path: 'config/application.yml',
    told: [
      `    password: «${PASSWORD}»`,
      `password: "«${SIGNS}»"`,
      `    token: «${TOKEN}»`,
      `  secret_key_base: «${HEX}»`,
      `  adminPassword: «${PASSWORD}» # rotate`,
      `- {user: svc, password: «${PASSWORD}»}`,
      `- name: DB_PASSWORD\n  value: «${PASSWORD}»`,
      'password: «correct»',
      'db_pass: «hafenkiel»',
      `smtpPassword: «Sommer-2019!»`,
      `appSecret: «${LETTERS}»`,
      `adminPassword: |\n  «${PASSWORD}»\n`,
      `apiKey: «${TOKEN}»`,
    ],
    near: [
      'script:\n  - echo x | docker login -u svc --password-stdin shop-docker-docker.contoso.io',
      'password: {{ .Values.password }}',
      `password: ${DOLLAR}{{ secrets.DB_PASSWORD }}`,
      `password: ${DOLLAR}(DbPassword)`,
      'password: !Ref DbPassword1',
      'password: *shared1Password',
      'password: <your-password-1>',
      'passwordSecretName: db-credentials-v2',
      'existingSecret: my-release-postgresql-12',
      'tokenTTL: 3600seconds1',
      'pass: optimize',
      'reset_password: nightly',
      'password: string',
      'password: postgres',
      'password: Wachtwoord',
      'password: *shared',
      'password: config.database.words',
      'password: scripts/evil',
      'password: ./evil',
      'password: evil.sh',
      'password: must have at least 12 characters and 1 digit',
      'token: 0b6b6a3e-1111-4222-8333-444455556666',
      'image: docker.io/contoso/sealed-secrets:0.26.0-debian-12-r0',
      'secretKeyRef: app-secrets-2',
      'password: op://vault/db/password1',
      '- name: DB_PASSWORD\n  valueFrom: secret1x',
    ],
  },
  'Docker Compose': {
    path: 'docker-compose.yml',
    told: [
      `      POSTGRES_PASSWORD: «${PASSWORD}»`,
      `      - MYSQL_ROOT_PASSWORD=«${PASSWORD}»`,
      `      - "RABBITMQ_DEFAULT_PASS=«${PASSWORD}»"`,
    ],
    near: [
      `      POSTGRES_PASSWORD: ${DOLLAR}{POSTGRES_PASSWORD:?set it}`,
      '      POSTGRES_PASSWORD: example',
      '      POSTGRES_PASSWORD_FILE: /run/secrets/db1password',
      '      - MYSQL_ROOT_PASSWORD',
      '      POSTGRES_PASSWORD: postgres',
    ],
  },
  Ansible: {
    path: 'group_vars/all.yml',
    told: [`ansible_ssh_pass: «${PASSWORD}»`, `ansible_become_password: «${SIGNS}»`, `vault_token: «${TOKEN}»`],
    near: [
      'ansible_ssh_pass: "{{ vault_ssh_pass1 }}"',
      'ansible_ssh_pass: !vault |',
      "no_log_password: lookup('env', 'PASS1')",
      'bypass: Firewall1Rule',
      'passed: Yes12345',
    ],
  },
  Dockerfile: {
    path: 'Dockerfile',
    told: [`ENV DB_PASSWORD=«${PASSWORD}»`, `ENV DB_PASSWORD «${PASSWORD}»`, `ARG NPM_TOKEN=«${TOKEN}»`],
    near: [
      'ENV DB_PASSWORD=',
      `ENV DB_PASSWORD=${DOLLAR}DB_PASSWORD1`,
      'ARG NPM_TOKEN',
      'ENV TOKEN_PATH /run/secrets/token1',
      'RUN --mount=type=secret,id=npmrc1,target=/root/.npmrc npm ci',
    ],
  },
  'a shell script': {
    path: 'deploy.sh',
    told: [
      `export DB_PASSWORD=«${PASSWORD}»`,
      `PGPASSWORD=«${PASSWORD}» psql -h db.contoso.com`,
      `curl -u admin:«hafenkiel» https://nexus.contoso.com/x`,
      `curl -u admin:«${PASSWORD}» https://nexus.contoso.com/x`,
      `curl -s --user 'svc:«${PASSWORD}»' https://nexus.contoso.com/x`,
      `mysql -h db.contoso.com -u root -p«${PASSWORD}» shop`,
      `sqlcmd -S db.contoso.com -U sa -P «${PASSWORD}»`,
      `docker login -u svc -p «${PASSWORD}» registry.contoso.com`,
      `az login --service-principal -u 1 -p «${PASSWORD}» --tenant t`,
      `helm upgrade shop . --set auth.password=«${PASSWORD}»`,
      `tool --password «${PASSWORD}» --verbose`,
      `tool --api-token=«${TOKEN}»`,
      `sshpass -p «${PASSWORD}» ssh a@b`,
      `redis-cli -h cache -a «${PASSWORD}» ping`,
      `sqlplus svc/«${PASSWORD}»@//db.contoso.com:1521/SHOP`,
      `keytool -storepass «${PASSWORD}» -list`,
      `dotnet user-secrets set "Db:Password" "«hafenkiel9»"`,
      `gh secret set DB_PASSWORD --body «hafenkiel9»`,
      `az keyvault secret set --vault-name v --name db --value «hafenkiel9»`,
      `aws ssm put-parameter --type SecureString --name /db --value '«hafenkiel9»'`,
      `htpasswd -b users svc «hafenkiel9»`,
      `htpasswd -nbB svc «hafenkiel9»`,
      `rabbitmqctl add_user svc «hafenkiel9»`,
    ],
    near: [
      'export DB_PASSWORD="$(pass show db1)"',
      `export DB_PASSWORD=${DOLLAR}{DB_PASSWORD:-}`,
      `curl -u "${DOLLAR}USER1:${DOLLAR}PASSWORD1" https://nexus.contoso.com/x`,
      'docker run -u 1000:1000000 image',
      'mysql -h db -u root -p shop1',
      `docker login -u svc -p ${DOLLAR}TOKEN1 registry`,
      'docker login -u svc --password-stdin registry1.contoso.com',
      'read -s -p "Password1: " password',
      'mkdir -p build/output1/Files',
      'tool --password-file secrets1.txt',
      'tool --token-url https://login.contoso.com/v2',
      'ssh -p 2222 host1.contoso.com',
      `gh secret set DB_PASSWORD --body "${DOLLAR}PASSWORD1"`,
      'gh secret set DB_PASSWORD < secret1.txt',
      `az keyvault secret set --vault-name v --name db --value "${DOLLAR}(cat secret1)"`,
      'htpasswd -c users1 svc1svc',
    ],
  },
  'scripts of Windows': {
    path: 'deploy.ps1',
    told: [
      `$p = ConvertTo-SecureString '«${PASSWORD}»' -AsPlainText -Force`,
      `$p = ConvertTo-SecureString -String "«${PASSWORD}»" -AsPlainText -Force`,
      `net use Z: \\\\fs\\share «${PASSWORD}» /user:contoso\\svc`,
      `$password = "«${SIGNS}»"`,
      `New-Thing -Password «${PASSWORD}» -Name a`,
      `setx DB_PASSWORD «${PASSWORD}»`,
    ],
    near: [
      '$p = ConvertTo-SecureString $env:PASSWORD1 -AsPlainText -Force',
      '$password = Read-Host -AsSecureString "Password1"',
      'net use Z: \\\\fs\\share1 /delete',
      'New-Thing -Password $password1 -Name a',
      'setx DB_PASSWORD %PASSWORD1%',
    ],
  },
  'places beside which a password is told': {
    path: 'notes.txt',
    told: [
      `echo "##vso[task.setvariable variable=pw;issecret=true]«${PASSWORD}»"`,
      `CREATE LOGIN app WITH PASSWORD = N'«${PASSWORD}»';`,
      `headers = { Authorization: 'Basic ' + btoa('ci:«${PASSWORD}»') }`,
      `username admin privilege 15 password 0 «${PASSWORD}»`,
      `enable secret 0 «${PASSWORD}»`,
      `Log in as \`admin\` with password \`«${PASSWORD}»\`.`,
      `r = c.get(u).basic_auth("ci", Some("«${PASSWORD}»"));`,
      `if (password.equals("«${PASSWORD}»")) ok();`,
      `if ("«${PASSWORD}»".equals(password)) ok();`,
      `switch (password) { case '«${PASSWORD}»': ok(); }`,
      `document.getElementById('password').value = '«${PASSWORD}»';`,
      `htpasswd -b -c users1 admin «${PASSWORD}»`,
      `openssl aes-256-cbc -k «${PASSWORD}» -in a -out b`,
      `user ci on >«${PASSWORD}» ~* +@all`,
      `01 WS-PASSWORD PIC X(20) VALUE '«${PASSWORD}»'.`,
      `? password\n: «${PASSWORD}»`,
      `auth := smtp.PlainAuth("", "ci@x", "«${PASSWORD}»", "smtp.x")`,
      `client.connect('10.0.0.1', 22, 'root', '«${PASSWORD}»')`,
      `app = b.Create(id).WithClientSecret("«${PASSWORD}»").Build()`,
    ],
    near: [
      'echo "##vso[task.setvariable variable=pw;issecret=true]$(PASSWORD1)"',
      'Give the password `required` to `admin1`',
      'if (type.equals("password1")) ok();',
      'switch (kind1) { case "password": ok(); }',
      'openssl req -newkey rsa:2048 -keyout a1 -out b1',
      'socket.connect("10.0.0.1", 8022, "callback1")',
      "document.getElementById('name').value = 'Winter2031';",
    ],
  },
  'ini files and the like': {
    path: 'odbc.ini',
    told: [`PWD = «${PASSWORD}»`, `password: «${PASSWORD}»`, `PrivateKey = «${BASE64}»`, `secret = «${TOKEN}»`],
    near: [
      'PWD = /home/user1/work',
      'password =',
      'PublicKey = xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=',
      '; password: see vault 12',
    ],
  },
  'Gradle and npm': {
    path: 'gradle.properties',
    told: [`mavenPassword=«${PASSWORD}»`, `signing.password=«${PASSWORD}»`, `nexusToken=«${TOKEN}»`],
    near: [
      'org.gradle.jvmargs=-Xmx2048m',
      'mavenPassword=@password1@',
      'signing.secretKeyRingFile=/home/u1/.gnupg/secring.gpg',
    ],
  },
  XML: {
    path: 'settings.xml',
    told: [
      `      <password>«${PASSWORD}»</password>`,
      '<password>«hafenkiel»</password>',
      '<property name="dbPassword">\n  <value>«Banana.2023*»</value>\n</property>',
      `<Pass encoding="base64">«WmszdlE4bUx3Mnl4»</Pass>`,
      `<add key="SmtpPassword" value="«${PASSWORD}»" />`,
      `<property name="password" value="«${PASSWORD}»"/>`,
      `<user name="a" password="«${SIGNS}»"/>`,
    ],
    near: [
      `<password>${DOLLAR}{env.PASSWORD1}</password>`,
      '<password>changeme1</password>',
      '<PasswordLabel>Password of your 2nd account</PasswordLabel>',
      '<add key="SmtpPassword" value="#{SmtpPassword1}#" />',
      '<token>string1</token>',
      '<xs:element name="password" type="xs:string1"/>',
    ],
  },
  JSON: {
    path: 'appsettings.json',
    told: [
      `  "Smtp": { "User": "svc", "Password": "«${PASSWORD}»" },`,
      `  "apiKey": "«${TOKEN}»",`,
      `"clientSecret": "«F]4;Fo0&IqJ|.qveCIup@k*.xAS#,|EGJ:V+r*<[O|_>5KH<C1l(rC] XJwq)I7D»"`,
      `"adminPassword": { "value": "«${SIGNS}»" }`,
      `{"name": "DB_PASSWORD", "value": "«${PASSWORD}»"}`,
      `"cmd": "{\\"password\\": \\"«${PASSWORD}»\\"}"`,
    ],
    near: [
      '"Password": ""',
      '"Password": "@Microsoft.KeyVault(SecretUri=https://v1.vault.azure.net/secrets/a)"',
      '"passwordLabel": "account.password.label1"',
      '"tokenType": "urn:ietf:params:oauth:token-type:jwt1"',
      '"token": "my-application-settings-v2-name"',
      '"adminPassword": { "value": "[parameters(\'adminPassword1\')]" }',
      '"password": "string1"',
      '{ "type": "password", "temporary": false }',
      '"secretVersion": "v12345678901234567890"',
    ],
  },
  PHP: {
    path: 'wp-config.php',
    told: [
      `define( 'DB_PASSWORD', '«${SIGNS}»' );`,
      `define( 'AUTH_KEY', '«${letters(64, `${WORD} !@#%^*()`, 'salt').trim()}»' );`,
      `'password' => '«${PASSWORD}»',`,
      `'key' => 'base64:«${BASE64}»',`,
    ],
    near: [
      "define( 'DB_PASSWORD', getenv('PASSWORD1') );",
      "define( 'AUTH_KEY', 'put your unique phrase here' );",
      "'password' => env('DB_PASSWORD1', ''),",
      "'passwords' => 'users1',",
      '$password = $request->input1;',
    ],
  },
  'Python and JavaScript': {
    path: 'app/settings.py',
    told: [
      `SECRET_KEY = '«h26&wp!wk8f6)kgn&t%&s@#@qcl%fhvesr2*_(ur2#88za3)hf»'`,
      `'PASSWORD': '«${PASSWORD}»',`,
      `API_TOKEN = os.environ.get("API_TOKEN", "«${TOKEN}»")`,
      `process.env.API_TOKEN ??= "«${TOKEN}»";`,
      `const password: string = "«${PASSWORD}»";`,
      `connect(password="«${PASSWORD}»")`,
      'if password == "«a1b2c3d4e5F6»": pass',
      'if (req.body["password"] !== "«Tigerlily9!»") {',
    ],
    near: [
      'password = input2password(form)',
      'token = sha256Sum1OfTheWholeFile2',
      'SECRET_KEY = os.environ["SECRET_KEY1"]',
      'def login(password: str1, token: Optional2)',
      "fields = ['password', 'confirm1Field']",
      "if (error.password === 'mismatched') {",
      'if (password === confirmation2) {',
      'token: TokenKind2.Identifier',
    ],
  },
  Go: {
    path: 'db/db.go',
    told: [
      `db, _ := sql.Open("mysql", "svc:«${PASSWORD}»@tcp(db.contoso.com:3306)/shop")`,
      `db, _ := sql.Open("postgres", "host=db.contoso.com user=svc password=«${PASSWORD}» dbname=shop")`,
      `const dbPassword = "«${PASSWORD}»"`,
    ],
    near: [
      'db, _ := sql.Open("mysql", user1+":"+password1+"@tcp(db:3306)/shop")',
      'dsn := fmt.Sprintf("%s:%s@tcp(%s)/shop", a, b, c)',
      'dsn := "host=db user=svc password=%s dbname=shop1"',
      'Token string1 `json:"token1"`',
    ],
  },
  'connection strings of .NET and Java': {
    path: 'a.cs',
    told: [
      `Connect("contoso.redis.cache.windows.net:6380,password=«${BASE64}»,ssl=True");`,
      `var url = "jdbc:postgresql://db.contoso.com/shop?user=svc&password=«${PASSWORD}»";`,
      `var url = "jdbc:sqlserver://db.contoso.com:1433;databaseName=shop;user=svc;password=«${PASSWORD}»";`,
      'var cs = "InstrumentationKey=«5f3c9a1e-2b7d-4c08-9e61-d0a4b7f2c83e»;IngestionEndpoint=https://w.in.ai.com/";',
    ],
    near: [
      'Connect("localhost:6379,password={password1},ssl=True");',
      `var url = "jdbc:postgresql://db/shop?user=svc&password=${DOLLAR}{password1}";`,
      'var cs = "InstrumentationKey=00000000-0000-0000-0000-000000000000";',
    ],
  },
  'properties of C#': {
    path: 'MailSettings.cs',
    told: [
      `    public string Password { get; init; } = "«${SIGNS}»";`,
      `    public string Password { get; } = "«${SIGNS}»";`,
      `    public required string ApiKey { get; private set; } = "«${TOKEN}»";`,
    ],
    near: [
      '    public string Password { get; init; } = "";',
      '    public string Password { get; init; } = string.Empty;',
      '    public string PasswordFile { get; init; } = "secrets/mail-1.txt";',
    ],
  },
  'Bicep and Terraform': {
    path: 'main.bicep',
    told: [`param adminPassword string = '«${SIGNS}»'`, `administrator_login_password = "«${PASSWORD}»"`],
    near: [
      '@secure()\nparam adminPassword1 string',
      "param secretName string = 'db-password-1'",
      'password = random_password.db1.result',
      `password = "${DOLLAR}{var.password1}"`,
    ],
  },
  'YAML that says the same otherwise': {
    path: 'config/other.yml',
    told: [
      'password: &shared «hafenkiel»',
      'password: !!str «hafenkiel»',
      'password: !!str "«hafenkiel»"',
      'password:\n  «hafenkiel»',
      'passwords: ["«hafenkiel»"]',
      '- name: password\n  # of the shop\n  value: «hafenkiel»',
      '- value: «hafenkiel»\n  name: db_password',
      "parameters:\n- name: dbPassword\n  type: string\n  default: '«hafenkiel»'",
    ],
    near: [
      'password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256',
      'password: !Sub other-secret-1',
      'password:\n  type: string',
      'password:\n  optional:',
      'passwords: ["required", "string"]',
      "'password' => 'confirmed',",
      'errors.password = "mismatch";',
      '- name: password\n  type: string\n  default: ""',
      '- value: hafenkiel\n  name: db_host',
      'name: password\n\nvalues: other-9',
    ],
  },
  'a server with a line for each setting': {
    path: 'etc/server.conf',
    told: [
      `Password «${PASSWORD}»`,
      `AuthLDAPBindPassword "«${PASSWORD}»"`,
      `requirepass «${PASSWORD}»`,
      `set $auth_password «${PASSWORD}»;`,
      `set -x DB_PASSWORD «${PASSWORD}»`,
      `setenv DB_PASSWORD «${PASSWORD}»`,
      `${DOLLAR}{PASSWORD}    «${PASSWORD}»`,
    ],
    near: [
      'password required pam_unix.so sha512',
      'Password protection',
      'AuthLDAPBindPassword exec:/bin/pass1',
      'set $auth_password $arg_pass1;',
      'token signing',
    ],
  },
  'pairs in JSON': {
    path: 'task.json',
    told: [
      '{"environment":[{"name":"DB_PASSWORD","value":"«hafenkiel9»"}]}',
      '{"environment":[{"value":"«hafenkiel9»","name":"DB_PASSWORD"}]}',
      '{ "password": /* of the shop */ "«hafenkiel9»" }',
      '{ "passwords": ["«hafenkiel»"] }',
    ],
    near: [
      '{"environment":[{"name":"DB_HOST","value":"hafenkiel9"}]}',
      '{"value":"hafenkiel9"},{"name":"DB_PASSWORD"}',
      '{"name":"DB_PASSWORD","valueFrom":"arn:aws:ssm:eu-1:1:db1"}',
      '{ "required": ["password"], "default": "" }',
    ],
  },
  'elements of XML': {
    path: 'app.config',
    told: [
      '<setting name="DbPassword" serializeAs="String"><value>«hafenkiel»</value></setting>',
      '<password><![CDATA[«hafenkiel»]]></password>',
      '<entry value="«hafenkiel»" key="password"/>',
      '<entry><key>password</key><value>«hafenkiel»</value></entry>',
      '<dict>\n<key>password</key>\n<string>«hafenkiel»</string>\n</dict>',
      '<stringProp name="Argument.name">password</stringProp><stringProp name="Argument.value">«hafenkiel»</stringProp>',
      '<DTS:Property DTS:Name="Password">«hafenkiel»</DTS:Property>',
    ],
    near: [
      '<setting name="DbPassword" serializeAs="String"><value>{0}</value></setting>',
      '<key>password</key><true/>',
      '<key>passwordLabel</key><string>hafenkiel</string>',
      '<data name="Password"><value>Kennwort</value></data>',
      '<p>password</p><p>hafenkiel</p>',
    ],
  },
  'settings in other languages': {
    path: 'config/einstellungen.yml',
    told: [
      ...[
        'motDePasse',
        'db_mot_de_passe',
        'mdp',
        'dbMdp',
        'contraseña',
        'contrasena',
        'wachtwoord',
        'hasło',
        'haslo',
      ].map((name) => `${name}: «hafenkiel»`),
      ...['пароль', 'Пароль', 'パスワード', '密码', '비밀번호', '비번', '패스워드', 'pw', 'PW'].map(
        (name) => `${name}: «hafenkiel»`,
      ),
      'password: «river copper window sleep»',
      'password: "«my river copper window»"',
      'secretKey: "«river copper window sleep»"',
      'username bob password 7 «08701E1D5D4C53404A52»',
      `sonar.login=«${letters(40, '0123456789abcdef', 'sonar')}»`,
    ],
    near: [
      'haslocation: hafenkiel',
      'hasLogin: hafenkiel',
      'mdpage: hafenkiel',
      'contraseñas: hafenkiel',
      'show_pw: hafenkiel',
      'npw: hafenkiel',
      'password: it is kept by the vault',
      'passwordHelp: river copper window sleep',
      'token: river copper window sleep',
      'password: river copper window',
      'password 7 days old',
    ],
  },
  'notes in other languages': {
    path: 'docs/notes.md',
    told: ['mot de passe : «Sommer2019!»', 'pw: «Sommer2019!»', 'パスワード: «Sommer2019!»'],
    near: ['mot de passe : obligatoire', 'password: river copper window sleep', 'pw: see below'],
  },
  'addresses and what else shows itself': {
    path: 'src/b.ts',
    told: [
      `const u = "https://h/x?sig=«${letters(43, WORD, 'sig')}»";`,
      `const u = "https://h/x?sv=1&sig=«${letters(43, WORD, 'sig')}%3D»&se=1";`,
      `const u = "https://d1.cloudfront.net/x?Expires=1&Signature=«${letters(80, `${WORD}~-`, 'cdn')}»&Key-Pair-Id=K2";`,
      `const t = "SharedAccessSignature integration&202912311200&«${letters(86, WORD, 'apim')}==»";`,
      'const mnemonic = "«gravity machine north sort system female filter attitude volume fold club stay»";',
      'seedPhrase: "«gravity machine north sort system female filter attitude volume fold club stay»"',
      '// password 51:b:«01000000D08C9DDF0115D1118C7A00C04FC297EB»',
    ],
    near: [
      'const u = "https://h/x?sig=signature-of-the-caller-v2";',
      `const u = 'https://h/x?sig=${DOLLAR}{signatureOf1(body)}';`,
      'const mnemonic = "test test test test test test test test test test test junk";',
      'const mnemonic = "the words that a wallet is made of and nobody may ever see them";',
    ],
  },
  'YAML with values below a name': {
    path: 'config/shop.yml',
    told: [
      'db:\n  password:\n    value: «hafenkiel9»\n  port: 1',
      'password:\n  host: db.contoso.com\n  prod: «hafenkiel9» # rotate',
      `password:\n    staging: "«${PASSWORD}»"\nother: 1`,
      `- passwords:\n    first: '«${PASSWORD}»'`,
      'jwt:\n  secret: «AcmeSigning2024»',
      'client:\n  Secret: "«AcmeSigning2024»"',
      'token:\n  prod: «Hafenkiel2024»',
      'apiKey:\n  prod: «bbb959a5-045e-15d1-379c-ccbaee3ebd35»',
      'password:\n  eu:\n    prod: «hafenkiel9»',
      'password:\n  eu:\n    first:\n      value: «hafenkiel9»\n  other: x',
    ],
    near: [
      'password:\n  example:\n    value: hafenkiel9',
      'password:\n  eu: x\nother:\n    value: hafenkiel9',
      'password:\n  type: string\n  minLength: 12345678',
      'password:\n  label: Kennwort99\n  error: Falsch2000',
      'password:\n  secretKeyRef:\n    name: hafenkiel9',
      'password:\nvalue: hafenkiel9',
      'passwordPolicy:\n  value: hafenkiel9',
      'secret: tls-cert-2024',
      'secret: acmesigning2024',
      'secretName: AcmeSigning2024',
    ],
  },
  'JSON with values below a name': {
    path: 'config/shop.json',
    told: [
      '{ "password": { "prod": "«hafenkiel9»" } }',
      '{ "password": { "user": "svc", "value": "«hafenkiel9»" } }',
      `{ "passwords": {\n  "host": 1,\n  "eu": "«${PASSWORD}»"\n} }`,
      '{ "password": { "eu": { "user": "svc", "value": "«hafenkiel9»" }, "us": 1 } }',
      `{ "passwords": { "eu": { "port": 1 }, "us": { "first": "«${PASSWORD}»" } } }`,
      '{ "Jwt": { "Secret": "«AcmeSigning2024»" } }',
    ],
    near: [
      '{ "password": { "type": "string", "format": "password", "example": "Hafenkiel99" } }',
      '{ "password": { "example": { "value": "hafenkiel9" } } }',
      '{ "password": { "eu": { "port": 1 } }, "other": { "value": "hafenkiel9" } }',
      '{ "password": { "label": "Kennwort", "required": "Pflichtfeld", "short": "Zu kurz" } }',
      '{ "passwordRules": { "prod": "hafenkiel9" } }',
    ],
  },
  SQL: {
    path: 'db/seed.sql',
    told: [
      `INSERT INTO users (name, password) VALUES ('bob', '«${PASSWORD}»');`,
      "insert into users (password, name) values ('«hafenkiel9»', 'bob');",
      "INSERT INTO [users] (id, at, password)\nVALUES (1, now(), N'«hafenkiel9»');",
      `INSERT INTO users (name, password) VALUES ('bob', NULL), ('eve', '«${PASSWORD}»');`,
      "INSERT INTO users (id, password, at) VALUES\n  (1, :one, now()),\n  (2, '«hafenkiel9»', now(3)),\n  (3, :three, now());",
    ],
    near: [
      "INSERT INTO users (password, name) VALUES (NULL, 'hafenkiel9');",
      "INSERT INTO users (name, password) VALUES ('hafenkiel9', :password);",
      "INSERT INTO users (name) VALUES ('hafenkiel9');",
      "INSERT INTO users (password, name) VALUES (NULL, 'a'), (NULL, 'hafenkiel9');",
    ],
  },
  'settings with a default beside a reference': {
    path: 'config/application.yml',
    told: [
      `password: ${DOLLAR}{DB_PASSWORD:«hafenkiel9»}`,
      `POSTGRES_PASSWORD: ${DOLLAR}{POSTGRES_PASSWORD:-«hafenkiel9»}`,
      `- POSTGRES_PASSWORD=${DOLLAR}{POSTGRES_PASSWORD-«hafenkiel9»}`,
      'password: <%= ENV["DB_PASSWORD"] || "«hafenkiel9»" %>',
      'password: {{ .Values.own | default "«hafenkiel9»" | b64enc | quote }}',
      'password: {{ default "«hafenkiel9»" .Values.own }}',
      `db_password: "{{ lookup('env', 'DBP') | default('«hafenkiel9»', true) }}"`,
      `dbPassword: ${DOLLAR}{{ coalesce(parameters.p, '«hafenkiel9»') }}`,
      `DB_PASSWORD: ${DOLLAR}{{ secrets.P || '«hafenkiel9»' }}`,
      `dbPassword: ${DOLLAR}{env:DBP, '«hafenkiel9»'}`,
      `password: ${DOLLAR}{A}«${PASSWORD}»`,
      `password: prefix-$(x)-«${PASSWORD}»`,
      `url: postgres://u:${DOLLAR}{P:-«hafenkiel9»}@h/db`,
      `url: amqp://${DOLLAR}{U:guest}:${DOLLAR}{P:«hafenkiel9»}@h`,
    ],
    near: [
      `password: ${DOLLAR}{DB_PASSWORD:changeme}`,
      `POSTGRES_PASSWORD: ${DOLLAR}{POSTGRES_PASSWORD:-postgres}`,
      `POSTGRES_PASSWORD: ${DOLLAR}{POSTGRES_PASSWORD:?is not set}`,
      `password: ${DOLLAR}{DB_PASSWORD:}`,
      `password: ${DOLLAR}{DB_PASSWORD:${DOLLAR}{OTHER_PASSWORD}}`,
      'password: {{ .Values.password | default .Values.global.password }}',
      'password: {{ .Values.password | default (randAlphaNum 16) }}',
      `password: ${DOLLAR}{PREFIX}/run/db1`,
      `passwordPolicy: ${DOLLAR}{POLICY:-at-least-12}`,
      `image: ${DOLLAR}{IMAGE:-contoso/shop:v1.2.3}`,
      `tokenUrl: ${DOLLAR}{TOKEN_URL:-https://login.contoso.com/v2}`,
      `url: postgres://u:${DOLLAR}{P}@h/db`,
    ],
  },
  'code with a default beside a reference': {
    path: 'src/a.ts',
    told: [
      'const p = process.env.DB_PASSWORD || "«hafenkiel9»";',
      "const p = process.env['DB_PASSWORD'] ?? '«hafenkiel9»';",
      'p = os.getenv("DB_PASSWORD") or "«hafenkiel9»"',
      'p = config("DB_PASSWORD", default="«hafenkiel9»")',
      'p = os.environ.get("DB_PASSWORD", "«hafenkiel9»")',
      "$p = getenv('DB_PASSWORD') ?: '«hafenkiel9»';",
      'val p = System.getenv("DB_PASSWORD") ?: "«hafenkiel9»"',
      'password = coalesce(var.own, "«hafenkiel9»")',
      'own = coalesce(var.db_password, "«hafenkiel9»")',
      'password = var.db_password != "" ? var.db_password : "«hafenkiel9»"',
      "password: empty(p) ? '«hafenkiel9»' : p",
      '$Password = if ($env:PW) { $env:PW } else { "«hafenkiel9»" }',
      `@Value("${DOLLAR}{db.password:«hafenkiel9»}") String p;`,
      `const token = process.env.API_TOKEN ?? "«${TOKEN}»";`,
    ],
    near: [
      "const p = process.env.DB_PASSWORD || '';",
      "const type = showPassword ? 'text' : 'password';",
      "className={password ? 'is-valid' : 'is-invalid'}",
      "f(password, kind || 'other-kind9');",
      "const p = password; const kind = other || 'other-kind9';",
      "const token = read() ?? 'application/json';",
      "const file = process.env.PASSWORD_FILE ?? '/run/secrets/db1';",
    ],
  },
  'a shell script with a default beside a reference': {
    path: 'deploy.sh',
    told: [
      `export DB_PASSWORD=${DOLLAR}{DB_PASSWORD:-«${PASSWORD}»}`,
      `export DB_PASSWORD="${DOLLAR}{DB_PASSWORD:-«Sommer-2019!»}"`,
      `: "${DOLLAR}{DB_PASSWORD:=«${PASSWORD}»}"`,
      `DB_PASSWORD ?= «${PASSWORD}»`,
    ],
    near: [
      `export DB_PASSWORD=${DOLLAR}{DB_PASSWORD:-}`,
      `export DB_PASSWORD=${DOLLAR}{DB_PASSWORD:-evil}`,
      `export DB_PASSWORD=${DOLLAR}{DB_PASSWORD:-$(pass show db1)}`,
    ],
  },
  'calls that take a password or a key, in JavaScript and Python': {
    path: 'src/a.js',
    told: [
      "jwt.sign(payload, '«Tigerlily9»');",
      "jwt.sign({ id: user.id, role: { name: 'x' } }, '«Tigerlily9»', { expiresIn: '1h' });",
      "jwt.sign({\n  id: user.id,\n}, '«Tigerlily9»');",
      'jwt.verify(token, process.env.JWT || "«Tigerlily9»", done);',
      "crypto.createHmac('sha256', '«Tigerlily9»').update(body);",
      "crypto.createHmac('sha256', Buffer.from('«Tigerlily9»', 'utf8'));",
      "app.use(cookieParser('«Tigerlily9»'));",
      "bcrypt.compareSync('«Tigerlily9»', hash);",
      "new Sequelize('shop', 'root', '«Tigerlily9»', { host });",
      "cy.get('[name=password]').type('«Tigerlily9»');",
      "requests.get(url, auth=('bob', '«Tigerlily9»'))",
      'pymysql.connect("localhost", "root", "«Tigerlily9»", "shop")',
      'hmac.new(b"«Tigerlily9»", message, hashlib.sha256)',
      "http.basic_auth 'bob', '«Tigerlily9»'",
    ],
    near: [
      'jwt.sign(payload, key, { algorithm: "Tigerlily9" });',
      "jwt.sign(payload, process.env.JWT_KEY9, 'Tigerlily9');",
      "jwt.sign(payload, readKey('keys/Tigerlily9'));",
      "jwt.sign(payload, 'Tigerlily9' + suffix);",
      "crypto.createHmac('sha256WithLily9', key);",
      "cy.get('[name=user]').type('Tigerlily9');",
      "isPassword('Tigerlily9');",
      "new Sequelize('shop9Lily', options);",
      "jwt.sign(payload, 'secret');",
      "http.basic_auth('bob', `Tigerlily9`)",
      `jwt.sign(payload, '${DOLLAR}{evil9Lily()}');`,
      "jwt.sign(payload); other(a, 'Tigerlily9');",
    ],
  },
  'calls that take a password or a key, in languages with types': {
    path: 'src/a.java',
    told: [
      'DriverManager.getConnection("jdbc:mysql://db/x?a=1,2", "root", "«Tigerlily9»");',
      'new SecretKeySpec("«Tigerlily9»".getBytes(), "AES")',
      'Algorithm.HMAC256("«Tigerlily9»")',
      'keys.load(in, "«Tigerlily9»".toCharArray());',
      'source.setPassword("«Tigerlily9»");',
      'new NetworkCredential("bob", "«Tigerlily9»")',
      'new SymmetricSecurityKey(Encoding.UTF8.GetBytes("«Tigerlily9»"))',
      'request.SetBasicAuth("bob", "«Tigerlily9»")',
      'token.SignedString([]byte("«Tigerlily9»"))',
      "new PDO('mysql:host=db;dbname=x', 'root', '«Tigerlily9»');",
    ],
    near: [
      'DriverManager.getConnection("jdbc:mysql://db/x", "Tigerlily9", password);',
      'new NetworkCredential("Tigerlily9", password)',
      'new SymmetricSecurityKey(Encoding.UTF8.GetBytes(settings["Jwt9Lily"]))',
      'page.load(in, "Tigerlily9");',
      'validatePassword("Tigerlily9");',
      'field.setPassword("confirmation");',
      'sprite.load("Tigerlily9".toLowerCase());',
    ],
  },
  'commands that take a password': {
    path: 'deploy.sh',
    told: [
      'net use Z: \\\\fs\\share /user:corp\\bob «Tigerlily9!»',
      'net user bob «Tigerlily9!» /add',
      "mysqldump -uroot -p'«Tigerlily9!»' shop",
      'echo «Tigerlily9!» | sudo -S apt update',
      "echo '«Tigerlily9!»' | docker login -u bob --password-stdin",
      'echo "bob:«Tigerlily9!»" | chpasswd',
      'openssl rsa -in k.pem -passin pass:«Tigerlily9!» -out o.pem',
      'signtool sign /f c.pfx /p «Tigerlily9!» a.exe',
      'unzip -P «Tigerlily9!» a.zip',
      '7z a -p«Tigerlily9!» a.7z b',
      'smbclient //fs/share -U bob%«Tigerlily9!»',
      'cmdkey /add:fs /user:bob /pass:«Tigerlily9!»',
      'lftp -u bob,«Tigerlily9!» fs',
      'lftp -u bob,"«Tigerlily9!»" fs',
      'winexe -U bob%«Tigerlily9!» //fs cmd',
      'rdesktop -u bob -p «Tigerlily9!» fs',
      'xfreerdp /u:bob /p:«Tigerlily9!» /v:fs',
      'schtasks /create /ru bob /rp «Tigerlily9!»',
      'nmcli dev wifi connect shop password «Tigerlily9!»',
      "EXEC sp_addlogin 'bob', '«Tigerlily9!»'",
      'db.contoso.com:5432:shop:svc:«Tigerlily9!»',
      'CREATE USER bob IDENTIFIED BY «Tigerlily9»;',
      "ALTER USER 'bob' IDENTIFIED WITH mysql_native_password BY '«Tigerlily9»';",
      "SET PASSWORD FOR 'bob'@'%' = PASSWORD('«Tigerlily9»');",
      'curl -sS \\\n  -u svc:«yqDVtkqPECriaLRi» https://nexus.contoso.com/x',
      '$p = ConvertTo-SecureString \\"«4yd21JKH~GE8dkd»\\"',
      'expect "*assword:"\nsend "«Tigerlily9!»\\r"',
      '$p = ConvertTo-SecureString -AsPlainText -Force -String "«Tigerlily9!»"',
    ],
    near: [
      'net use Z: \\\\fs\\share9Lily /persistent:yes',
      'net user bob /active:yes',
      'echo Tigerlily9 | tee file',
      'echo "$PASSWORD9" | docker login -u bob --password-stdin',
      'echo "deb https://x.contoso.com/apt9 stable main" | sudo tee /etc/apt/sources.list.d/x.list',
      'cat key9.txt | sudo -S apt update',
      'openssl rsa -in k.pem -passin env:PASS9WORD -out o.pem',
      'openssl rsa -in k.pem -passin file:Tigerlily9 -out o.pem',
      'zip -r out9put.zip Pack9 -x node_modules9',
      '7z x -oTigerlily9 a.7z',
      'Start-Process $7za -ArgumentList "a x.zip" -Wait -passthru',
      '10:5432:shop',
      'tool -P 8080',
      'Every row is identified by column2Name of it.',
    ],
  },
  'words where the manual of a command has a password': {
    path: 'scripts/deploy.sh',
    told: [
      'sshpass -p «hafenkiel» ssh deploy@10.0.0.5',
      'docker login -u svc -p «0b6b6a3e-1f2d-4c8b-9e07-9455046b6a3e» registry.contoso.com',
      "sshpass -p'«hafenkiel»' rsync -a . fs:/srv",
      'SSHPASS=«hafenkiel» sshpass -e ssh deploy@10.0.0.5',
      'PGPASSWORD="«hafenkiel»" psql -h db shop',
      'REDISCLI_AUTH=«hafenkiel9» redis-cli ping',
      'curl -sku "admin:«hafenkiel»" https://nexus.contoso.com/x',
      'curl -uadmin:«hafenkiel» https://nexus.contoso.com/x',
      'curl --proxy-user svc:«hafenkiel» https://contoso.com',
      'wget --http-user=svc --http-password=«hafenkiel» https://contoso.com/x',
      'mysqladmin -u root password «hafenkiel»',
      'mysqldump -u root --password=«hafenkiel» shop',
      'docker login --username svc --password «hafenkiel» registry.contoso.com',
      'docker login -u svc --password-stdin <<< "«hafenkiel»"',
      "printf '%s' '«hafenkiel»' | docker login -u svc --password-stdin",
      'chpasswd <<< "root:«hafenkiel»"',
      "printf 'root:%s\\n' '«hafenkiel»' | chpasswd",
      'sudo -S ls <<< «hafenkiel»',
      'echo -n «hafenkiel» | cryptsetup luksOpen /dev/sdb c -',
      'echo «hafenkiel» | gpg --batch --passphrase-fd 0 -d a.gpg',
      'gpg --batch --passphrase «hafenkiel» -d a.gpg',
      'sqlplus system/«hafenkiel»@//db:1521/XE',
      'expdp shop/«hafenkiel» directory=x',
      'mongodump -u root -p «hafenkiel» -d shop',
      'redis-cli -h cache AUTH «hafenkiel»',
      'ldappasswd -s «hafenkiel» uid=anna',
      'slappasswd -s «hafenkiel»',
      'keytool -genkey -keystore a.jks -storepass «hafenkiel» -keypass hafenkiel',
      'apksigner sign --ks a.jks --ks-pass pass:«hafenkiel» a.apk',
      'openssl passwd -1 -salt xyz «hafenkiel»',
      'useradd -p $(openssl passwd -6 «hafenkiel») svc',
      'ssh-keygen -t rsa -N «hafenkiel» -f key',
      'htpasswd -nb svc «hafenkiel»',
      'htpasswd -bc /etc/nginx/users svc «hafenkiel»',
      'az vm create -n v --admin-username u --admin-password «hafenkiel»',
      'snmpwalk -v3 -u svc -A «hafenkiel» host',
      'wpa_passphrase shop «hafenkiel»',
      'mc alias set m http://minio:9000 admin «hafenkiel»',
      'vault kv put secret/db password=«hafenkiel»',
      'net rpc join -U admin%«hafenkiel»',
      'zip -P «hafenkiel» a.zip a',
      'requirepass «hafenkiel»',
      'expect "assword:" { send -- "«hafenkiel»\\r" }',
      "child.expect('Password:')\nchild.sendline('«hafenkiel9»')",
      'echo "*:*:*:svc:«hafenkiel9»" > ~/.pgpass',
      'docker run -e MYSQL_ROOT_PASSWORD=«hafenkiel» -d mysql',
      'docker run -e "SA_PASSWORD=«hafenkiel»" shop',
      'mvn deploy -Drepo.password=«hafenkiel»',
      'kubectl create secret generic db --from-literal=db-pass=«hafenkiel»',
      'ansible all -e "ansible_password=«hafenkiel»" -m ping',
      "terraform apply -var 'db_password=«hafenkiel»'",
      'mount -t cifs //fs/share /mnt -o username=svc,password=«hafenkiel»',
      'curl -F password=«hafenkiel» https://contoso.com/login',
      "curl -d 'username=svc&password=«hafenkiel»' https://contoso.com/login",
      `curl -d '{"user":"svc","password":"«hafenkiel»"}' https://contoso.com/login`,
      'wp core install --admin_password=«hafenkiel» --url=u',
      'echo "DB_PASSWORD=«hafenkiel»" >> .env',
    ],
    near: [
      'sshpass -e ssh deploy@10.0.0.5',
      `sshpass -p ${DOLLAR}PASSWORD ssh deploy@10.0.0.5`,
      'sshpass -p <password> ssh deploy@10.0.0.5',
      'sshpass -f hafenkiel ssh deploy@10.0.0.5',
      'sshpass -p "$(hafenkiel)" ssh deploy@10.0.0.5',
      'PGPASSWORD=hafenkiel ./psql.sh',
      'PGPASSWORD=hafenkiel psql/evil',
      `curl -u "${DOLLAR}{USER}:${DOLLAR}{hafenkiel}" https://contoso.com`,
      'curl -u user:password https://contoso.com',
      'curl -x proxy:hafenkiel https://contoso.com',
      'curl -o admin:hafenkiel https://contoso.com',
      'mysql -u root -p hafenkiel',
      'mysql -P hafenkiel -u root',
      'docker login -u hafenkiel registry.contoso.com',
      'docker login --help hafenkiel',
      'sqlplus / as sysdba @scripts/hafenkiel',
      'sqlplus scripts/evil/hafenkiel',
      'openssl passwd -6 -stdin',
      'openssl passwd -in hafenkiel',
      'openssl rsa -in hafenkiel -passin env:hafenkiel',
      'ssh-keygen -t rsa -N "" -f hafenkiel',
      'htpasswd -c hafenkiel svc',
      'snmpwalk -v2c -c public hafenkiel',
      'zip -r hafenkiel.zip hafenkiel',
      'requirepass is a directive',
      'x-curl -u admin:hafenkiel https://contoso.com',
      'docker run -e MYSQL_ROOT_PASSWORD -d hafenkiel',
      'docker run -e MYSQL_PASSWORD_FILE=hafenkiel -d mysql',
      `docker run -e MYSQL_PASSWORD=${DOLLAR}hafenkiel -d mysql`,
      'tool --password=PASSWORD_OF_ANNA hafenkiel',
      'tool --password=<hafenkiel>',
      'tool --show-password=hafenkiel',
      'expect "Ready:" { send "hafenkiel\\r" }',
      'docker login --password-stdin <<< "$hafenkiel"',
      'cat <<< hafenkiel',
    ],
  },
  'the same in programs': {
    path: 'tools/deploy.py',
    told: [
      'subprocess.run(["sshpass", "-p", "«hafenkiel»", "ssh", "fs"])',
      "subprocess.run(['mysql', '-u', 'root', '-p«hafenkiel»', 'shop'])",
      'subprocess.run(["curl", "-u", "admin:«hafenkiel»", url])',
      'subprocess.run(["docker", "login", "-u", "svc",\n    "-p", "«hafenkiel»"])',
      'subprocess.run(["keytool", "-storepass", "«hafenkiel»"])',
      'subprocess.run(["docker", "run", "-e", "POSTGRES_PASSWORD=«hafenkiel»", "postgres"])',
      'os.system("mysqldump -u root -p«hafenkiel» shop")',
      'os.system("docker run -e POSTGRES_PASSWORD=«hafenkiel» postgres")',
      'Process.Start("net", "user svc «hafenkiel» /add")',
      'Process.Start("sqlcmd", "-U sa -P «hafenkiel»")',
      'strcpy(password, "«Hafenkiel77»");',
      'if (strcmp(password, "«Hafenkiel77»") == 0) open();',
      'std::string password{"«Hafenkiel77»"};',
      'let password: String = String::from("«Hafenkiel77»");',
      'UPDATE users SET password = MD5("«Hafenkiel77»")',
      '#define PASSWORD @"«Hafenkiel77»"',
      'WiFi.begin("shop", "«Hafenkiel77»");',
      'redis.auth("«Hafenkiel77»")',
      'exec("echo \\"«hafenkiel»\\" | sudo -S apt update")',
      'exec("chpasswd <<< \\"root:«hafenkiel»\\"")',
      'exec("ansible all -e \\"ansible_password=«hafenkiel»\\"")',
      'exec("CREATE USER svc ACCOUNT UNLOCK IDENTIFIED BY «Hafenkiel77»")',
      'password = "«cackle!»"',
      'url = "postgres://svc:«hafenkiel»@db/shop"',
      'url = "amqp://svc:«hafenkiel»@10.0.0.5:5672"',
      'token = base64.b64encode(b"svc:«Hafenkiel77»")',
    ],
    near: [
      '@click.option("--password", "hafenkiel")',
      'parser.add_argument("-p", "--password", "hafenkiel")',
      'subprocess.run(["mysql", "-p", database])',
      'subprocess.run(["docker", "login", "-u", "svc", "-p", hafenkiel])',
      'login("-p", Hafenkiel)',
      'password = getenv("Hafenkiel77")',
      'url = "postgres://svc:hafenkiel@localhost/shop"',
      'url = "postgres://svc:hafenkiel@db.example.com/shop"',
      'url = "postgres://postgres:postgres@db/shop"',
      'password = "Changed it!"',
      'password = config.get("Hafenkiel77")',
      'if (strcmp(kind, "password77") == 0) open();',
      'base64.b64encode(b"Hafenkiel77")',
    ],
  },
  'scripts of Windows, by their manuals': {
    path: 'setup.ps1',
    told: [
      '$p = "«hafenkiel»" | ConvertTo-SecureString -AsPlainText -Force',
      '$p = ConvertTo-SecureString «hafenkiel» -AsPlainText -Force',
      '$s = [System.Net.NetworkCredential]::new("", "«Hafenkiel77»").SecurePassword',
      '$b = [Convert]::ToBase64String([Text.Encoding]::ASCII.GetBytes("svc:«Hafenkiel77»"))',
      'sc config Shop obj= corp\\svc password= «hafenkiel»',
      'schtasks /create /tn t /ru svc /rp «hafenkiel»',
      'reg add "HKLM\\Winlogon" /v DefaultPassword /t REG_SZ /d «hafenkiel» /f',
      "Set-ItemProperty -Path $winlogon -Name DefaultPassword -Value '«hafenkiel»'",
      'certutil -f -p «hafenkiel» -importpfx a.pfx',
      'plink -ssh svc@fs -pw «hafenkiel» ls',
      'SqlPackage.exe /Action:Publish /tp:«hafenkiel»',
    ],
    near: [
      '$p = ConvertTo-SecureString $hafenkiel -AsPlainText -Force',
      '$p = $hafenkiel | ConvertTo-SecureString -AsPlainText -Force',
      '$p = ConvertTo-SecureString (hafenkiel) -AsPlainText -Force',
      'reg add "HKLM\\Winlogon" /v DefaultUserName /t REG_SZ /d hafenkiel /f',
      'certutil -hashfile hafenkiel SHA256',
      'net user hafenkiel /add',
    ],
  },
  'rows that SQL copies': {
    path: 'db/dump.sql',
    told: [
      'COPY public.users (id, email, password, note) FROM stdin;\n1\ta@contoso.com\t«hafenkiel»\t\\N\n\\.',
      'COPY users (id, "passwd") FROM stdin WITH CSV;\n1,x\n2,«hafenkiel»\n\\.',
    ],
    near: [
      'COPY public.users (id, email, password) FROM stdin;\n\\.\nhafenkiel\thafenkiel\thafenkiel',
      'COPY public.users (id, password) FROM stdin;\n1\t\\N\n\\.',
      'COPY public.users (password) FROM stdin;\nhafenkiel\n\\.',
      'COPY public.users (id, reset_password) TO stdout;\n1\thafenkiel\n',
    ],
  },
  'notes with one sign for two words': {
    path: 'NOTES.md',
    told: [
      'Database: sa / «Hafenkiel77»',
      'ID/PW(anna/«Hafenkiel77»)',
      'ID/PW->anna/«Hafenkiel77»',
      'The password for root: «Hafenkiel77»',
      '- root / `«Hafenkiel77»`',
      'Credentials: admin:«Hafenkiel77»',
      'The password for the test server is «Hafenkiel77».',
    ],
    near: [
      'Roles: admin / Editor2',
      'Images: root / ubuntu22',
      'see /admin / hafenkiel',
      'The password for the test server is kept elsewhere.',
      'The password of version 2 is hafenkiel.',
    ],
  },
  'a typed secret behind a name that means one': {
    path: 'src/a.ts',
    told: [
      "app.use(session({ secret: '«Tigerlily9!»', resave: false }));",
      "SECRET_KEY = '«Sommer2024»'",
      "const dbPassword = '«hafenkiel»';",
      "{ username: 'svc', password: '«hafenkiel»' }",
      'options.ClientSecret = "«Tigerlily9!»";',
      "define('DB_PASSWORD', '«tigerlily9»');",
      'curl_easy_setopt(curl, CURLOPT_PASSWORD, "«Tigerlily9!»");',
      'jwtKey := []byte("«xK9vPq2LmZ»")',
      'API_TOKEN ::= "«31pqk3btafj_386-v4vicij1lppsgnlh»"',
      '$apiToken .= "«31pqk3btafj_386-v4vicij1lppsgnlh»"',
      'apiToken := "«Bearer 9itvicgfiyq3ry6g03qwhwc»"',
      '// the password is «Tigerlily9!»',
      '<string name="api_secret">«xK9vPq2LmZ»</string>',
      `fetch("https://api.contoso.com/v1/x?key=«9e4635bc-28dc-25d3-8546-2b30115d9a7b»");`,
      `headers: { Authorization: "«5eb4223e-5008-46e5-be67-c7b8f2732305»" }`,
      'const u = "smtps://bob@contoso.com:«FnD83JZs»@smtp.contoso.com:465";',
    ],
    near: [
      "app.use(session({ secret: 'Sommer', resave: false }));",
      "const passwordField = 'hafenkiel';",
      "resetPassword: 'hafenkiel',",
      "password: 'required',",
      'password = hafenkiel;',
      'export const secretKey = "MySecretKey12";',
      "static token = 'AcmeToken2024';",
      "const tokenKind = 'Sommer2024';",
      "define('DB_PASSWORD_FIELD', 'tigerlily9');",
      '// the password is required1',
      '// the token is sha256OfTheBody',
      `fetch('https://api.contoso.com/v1/x?key=${DOLLAR}{keyOfTheShop1234}');`,
      'fetch("https://api.contoso.com/v1/x?key=name-of-the-setting-12");',
      'headers: { Authorization: authorizationHeaderOf1(user) }',
    ],
  },
  'a typed secret in a Dockerfile': {
    path: 'Dockerfile',
    told: [
      'ENV DB_PASSWORD=«hafenkiel»',
      'ARG NPM_TOKEN=«xK9vPq2LmZ»',
      'ENV API_SECRET=«Tigerlily9!»',
      'ENV API_SECRET «Sommer2024»',
    ],
    near: [
      'ENV DB_PASSWORD=postgres',
      'RUN DB_PASSWORD=hafenkiel ./x',
      'ARG NPM_TOKEN=AcmeRegistry',
      'ENV API_SECRET=sommer2024',
      'ENV TOKEN_ISSUER=Sommer2024',
    ],
  },
  'Visual Basic': {
    path: 'src/Login.vb',
    told: ['Dim password As String = "«Tigerlily9!»"', 'Private Const strPwd As String = "«Tigerlily9!»"'],
    near: [
      'Dim password As String = "Password"',
      'Dim passwordLabel As String = "Tigerlily9!"',
      'Dim token As String = ""',
    ],
  },
  R: {
    path: 'analysis/load.R',
    told: ['password <- "«Tigerlily9!»"', 'api_key <- "«xK9vPq2LmZ7Rw3Tn»"'],
    near: ['password <- Sys.getenv("DB_PASSWORD1")', 'tokens <- "Sommer2024"'],
  },
  'a name that ends in two letters': {
    path: 'src/settings.ts',
    told: ['const DB_PW = "«Tigerlily9!»";', 'connect({ dbPw: "«Tigerlily9!»" });', "const ftp_pw = '«Tigerlily9!»';"],
    near: ['const npw = "Tigerlily9!";', 'const kpW = "Tigerlily9!";', 'const show_pw = "passwordField";'],
  },
  'a key below a name that says what it does': {
    path: 'appsettings.json',
    told: [
      '{ "Jwt": { "Key": "«tigerlily9»", "Issuer": "x" } }',
      '{\n  "Jwt": {\n    "Issuer": "https://x.y",\n    "Key": "«Tigerlily9!»"\n  }\n}',
      '{ "JwtSettings": { "SecretKey": "«Tigerlily9!»" } }',
      '{ "Encryption": { "Key": "«xK9vPq2LmZ»" } }',
      'jwt:\n  issuer: x\n  signing-key: «Tigerlily9!»\n',
      'encryption:\n  key: «xK9vPq2LmZ»\n',
      'port: 1\nsession:\n  secret: «Tigerlily9!»\n',
    ],
    near: [
      '{ "Jwt": { "Key": "" , "Issuer": "Tigerlily9!" } }',
      '{ "Jwt": { "KeyId": "Tigerlily9!" } }',
      '{ "Shop": { "Key": "Tigerlily9!" } }',
      '{ "Session": { "Key": "sid" } }',
      '{ "Session": { "Key": "shop:sessions" } }',
    ],
  },
  notes: {
    path: 'docs/notes.txt',
    told: [
      'ID:master,PW:«dipPr10Gg!»',
      'Username:master Password:«dipPr13Gg!»',
      'my password is «237dg546fs9»',
      'export API_TOKEN=«Tigerlily9!»',
      'X-Api-Key: «xK9vPq2LmZ»',
      'herokuToken=«bbb959a5-045e-15d1-379c-ccbaee3ebd35»',
    ],
    near: [
      'the password is incorrect',
      'pass:std::cout',
      'password:optional',
      'token: 00000000-1111-2222-3333-444444444444',
    ],
  },
  'keys of hexadecimal digits': {
    path: 'src/a.ts',
    told: [
      `"Ocp-Apim-Subscription-Key": "«${HEX.slice(0, 32)}»"`,
      `new AzureKeyCredential("«${HEX.slice(0, 32)}»")`,
      `export AZURE_OPENAI_KEY=«${HEX.slice(0, 32)}»`,
      `fetch('https://shop.azurewebsites.net/api/f?code=«${HEX.slice(0, 32)}»')`,
    ],
    near: [
      `etag: "${HEX.slice(0, 32)}"`,
      `const cacheKey = "${HEX.slice(0, 32)}";`,
      `keyMd5: ${HEX.slice(0, 32)}`,
      `commit: ${HEX.slice(0, 40)}`,
    ],
  },
  'bytes in code': {
    path: 'src/shop.rs',
    told: [
      `const DB_PASSWORD: [u8; 12] = [«${bytesOf(PASSWORD, (code) => `0x${code.toString(16)}`)}»];`,
      `byte[] dbPassword = new byte[] { «${bytesOf(PASSWORD, String)}» };`,
      `val token = byteArrayOf(\n  «${bytesOf(TOKEN, String)}»)`,
      `char secret[] = { «${bytesOf(TOKEN, (code) => `'${String.fromCharCode(code)}'`)}», 0 };`,
      `var aesKey = []byte{«${bytesOf(HEX.slice(0, 32), (_code, at) => `0x${HEX.slice(at * 2, at * 2 + 2)}`)}»}`,
      `const data = [«${bytesOf(TOKEN, String)}»];`,
      `unsigned char jwtSecret[] = "«${bytesOf(PASSWORD, (code) => `\\x${code.toString(16)}`, '')}»";`,
    ],
    near: [
      `const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];`,
      `const publicKey = [${bytesOf(HEX.slice(0, 32), (code, at) => String((code * 7 + at * 31) % 256))}];`,
      `byte[] image = { ${bytesOf(HEX.slice(0, 32), (code, at) => String((code * 7 + at * 31) % 256))} };`,
      `const key = [${bytesOf('the words that people read', String)}];`,
      `int[] keyCodes = { 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80 };`,
    ],
  },
  'a token in escapes': {
    path: 'src/a.sh',
    told: [
      `login $'«${bytesOf(GITHUB, (code) => `\\${code.toString(8)}`, '')}»'`,
      `printf '«${bytesOf(GITHUB, (code) => `\\0${code.toString(8)}`, '')}»'`,
      `login("«${bytesOf(GITHUB, (code) => `\\U000000${code.toString(16)}`, '')}»")`,
      `a { content: "«${bytesOf(GITHUB, (code) => `\\${code.toString(16)} `, '').trimEnd()}» " }`,
      `login("«${bytesOf(GITHUB, (code) => `%25${code.toString(16)}`, '')}»")`,
    ],
    near: [
      `echo -e '\\033[31mred\\033[0m'`,
      `sed 's/\\(a\\)\\(b\\)/\\2 \\1/'`,
      `dir C:\\20240101\\67 \\72`,
      `text('ＡＢＣ１２３、商品コード')`,
    ],
  },
  'a key or a login beside what tells': {
    path: 'src/a.ts',
    told: [
      `const a = 'AC${HEX.slice(0, 32)}';\nconst b = '«${HEX.slice(40, 72)}»';`,
      `const apiKey = '«${HEX.slice(0, 20)}»';`,
      `scp shop.tar svc:«Sommer-2019!»@files.contoso.com:/backup`,
      `const url = 'postgres://svc:«hafengarten»@db.contoso.com/shop';`,
      `fetch('https://contoso.com/api?api_key=«5f3c9a1e-2b7d-4c08-9e61-d0a4b7f2c83e»&x=1');`,
    ],
    near: [
      `commit ${HEX.slice(0, 20)}`,
      `mailto:mail2you@files.contoso.com`,
      `npm:left-pad1@1.2.3`,
      `const url = 'http://user:password@contoso.com/';`,
      `const url = 'postgres://svc:hafengarten@localhost/shop';`,
    ],
  },
  'files of accounts': {
    path: 'etc/shadow',
    told: [
      `admin:«${DOLLAR}2y${DOLLAR}10${DOLLAR}${letters(53, WORD, 'bcrypt')}»`,
      `root:«${DOLLAR}6${DOLLAR}${letters(8, WORD, 'salt')}${DOLLAR}${letters(86, WORD, 'crypt')}»:19000:0:99999:7:::`,
    ],
    near: ['daemon:*:19000:0:99999:7:::', 'nobody:!:1'],
  },
  'what people tell each other, in the words of their language': {
    path: 'docs/setup.md',
    told: [
      'The password for the test user is «Rosengarten1».',
      'Das WLAN-Passwort lautet «Rosengarten1».',
      'El usuario es anna y la clave es «Rosengarten1».',
      'Le mot de passe est «Rosengarten1».',
      'La password è «Rosengarten1».',
      '- PW für Drucker: «Rosengarten77»',
      '- [ ] change the db password (currently «Rosengarten77»)',
      '* Root password was set to «Rosengarten77»',
      '. BIOS password -> «Rosengarten77»',
      '* Login als `admin` mit Passwort `«Rosengarten77»`',
      'Zugangsdaten VPN: anna / «Rosengarten4»',
      'Benutzer: anna, Passwort: «rosengarten»',
      'Standardkennwort: **«Rosengarten77»**',
      'Please log in with anna.muster and «Rosengarten8».',
    ],
    near: [
      'The password for the test user is kept elsewhere.',
      'The password of version 2 is hashed by Argon2id with 64MB.',
      'The password is stored with PBKDF2.',
      'Set the password to Base64.',
      'Reset your password in Version2 of the shop.',
      'Log in as anna and open Settings2.',
      'user: string, password: string',
    ],
  },
  'a page of people': {
    path: 'docs/setup.html',
    told: [
      '<p>Login: <b>admin</b> Password: <b>«Rosengarten77»</b></p>',
      '<tr><th>Password</th><td>«Rosengarten77»</td></tr>',
      '<img alt="signed in as admin with password «Rosengarten77»">',
    ],
    near: [
      '<tr><th>Password</th><th>Actions</th></tr>',
      '<label>Password</label> <span>Forgotten?</span>',
      '<label>Password</label> <b>{renderHint1()}</b>',
    ],
  },
  'a word with which a password is compared': {
    path: 'src/Login.java',
    told: [
      'if (password == "«sesamstrasse»") return true;',
      'if (password.equals("«sesamstrasse»")) return true;',
      'if ("«sesamstrasse»".equals(password)) return true;',
      'if (txtPassword.getText().equals("«sesamstrasse»")) login();',
    ],
    near: [
      'if (password == "required") return true;',
      'if (passwordType.equals("plaintext")) return true;',
      'if (passwordStrength == "mediocre") return true;',
      'if (isPassword.equals("sesamstrasse")) return true;',
      'if (type == "password" && value == "sesamstrasse") return;',
    ],
  },
  'the same in other languages': {
    path: 'src/login.pas',
    told: [
      "if edtPassword.Text = '«sesamstrasse»' then",
      'If txtPassword.Text = "«sesamstrasse»" Then',
      'if (strcmp(password, "«sesamstrasse»") == 0) ok = 1;',
      "if ($_POST['pass'] != '«sesamstrasse»') die();",
    ],
    near: ["if edtPassword.Hint = 'sesamstrasse' then", 'if (strcmp(name, "sesamstrasse") == 0) ok = 1;'],
  },
  'calls whose last word lets somebody in': {
    path: 'src/a.py',
    told: [
      'loginPage.loginAs("anna", "«Petersilie12»");',
      'assert login("anna", "«Briefmarke7»")',
      'client.username_pw_set("sensor", "«mosquito»")',
      'keyring.set_password("erp", "anna", "«briefmarke»")',
      "$ftp->login('web', '«briefmarke»');",
      'ssh.Password("«briefmarke»")',
      'env.put(Context.SECURITY_CREDENTIALS, "«tigerkatze»");',
      'mysql_real_connect(&m, "db", "shop", "«briefmarke»", "shop", 0, NULL, 0);',
      "cipher = AES.new(b'«Sixteen byte key»', AES.MODE_CBC)",
      'curl_easy_setopt(curl, CURLOPT_USERPWD, "anna:«briefmarke»");',
      'strcpy(szPassword, "«briefmarke»");',
      "User.create!(password: 'sesamstrasse', password_confirmation: '«rosengarten»')",
      "opts = weboptions('Username','anna','Password','«rosengarten»');",
      "fill_in 'Password', with: '«rosengarten»'",
      "let(:password) { '«rosengarten»' }",
      'Map("user" -> "shop", "password" -> "«rosengarten»")',
      'BASIC_AUTH = ("anna", "«Rosengarten7»")',
      'BasicAuthCredentials("anna", "«rosengarten»")',
      'http.basic_auth("anna", Some("«rosengarten»"))',
      'new User("anna", passwordEncoder.encode("«rosengarten»"))',
    ],
    near: [
      'connect("Server1", "Db2")',
      'login("anna", "briefmarke")',
      'field.set_password("confirmation")',
      'AES.new(b"not a key of these", AES.MODE_CBC)',
      "fill_in 'Name', with: 'rosengarten'",
      'credentials: "include"',
    ],
  },
  'rows of people whose columns nobody names': {
    path: 'db/seed.sql',
    told: [
      "INSERT INTO users VALUES (1, 'admin', 'a@contoso.com', '«Schneeball7!»', 1);",
      "insert into dbo.users values (1,'a','«Schneeball77»');",
      "INSERT INTO accounts SELECT 'bob', '«Schneeball77»', now();",
      '-- login with sa / «Schneeball!77»',
      "DECLARE @pwd nvarchar(50) = '«schneeball»'",
      "EXEC sp_password NULL, '«Schneeball7»', 'report';",
      "SET PASSWORD FOR 'x'@'%' = '«schneeball»';",
    ].map((line) => line.replace('dbo.', '')),
    near: [
      "INSERT INTO users VALUES (1, 'admin', 'anna77!@contoso.com', '2024-01-01', 'Anna Muster');",
      "INSERT INTO products VALUES (1, 'Schneeball77!');",
      "INSERT INTO users VALUES (1, 'anna'); SELECT 'Schneeball77!';",
    ],
  },
  'a device, a cmdlet and a list of Compose': {
    path: 'sw01.cfg',
    told: [
      'enable password «rosengarten»',
      ' password «rosengarten»',
      'sv_password «rosengarten»',
      '/ppp secret add name=anna password=«rosengarten» service=l2tp',
      'ip ospf message-digest-key 1 md5 «kirsch99»',
      'set security ike policy p1 pre-shared-key ascii-text "«$9$ZzUkP5QFn9t»"',
      'command: --requirepass «rosengarten»',
      'Connect-VIServer vc1 -User root -Password «rosengarten»',
      'smtp: {user: shop, pass: «rosengarten»}',
      ': PSK "«kaffeekanne 2021»"',
      'totp: «JBSWY3DPEHPK3PXP»',
    ],
    near: [
      'password encryption',
      'password required',
      'secret = gartenzaun2024',
      'smtp: {count: 3, pass: allowed}',
      'no-password rosengarten',
    ],
  },
  'a Secret of Kubernetes': {
    path: 'k8s/secret.yaml',
    told: [
      'apiVersion: v1\nkind: Secret\ndata:\n  key: «WmszdlE4bUx3Mnlp»\n',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  plain: «postgres»\n',
      `data:\n    url: "«${Buffer.from(`postgres://svc:${PASSWORD}@db/shop`).toString('base64')}»"\nkind: "Secret"\napiVersion: v1\n`,
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data:\n    config: «WmszdlE4bUx3Mnlp»\n',
      '{\n  "kind": "Secret", "apiVersion": "v1",\n  "data": {\n    "config": "«WmszdlE4bUx3Mnlp»"\n  }\n}',
      '{ "apiVersion": "v1", "kind": "Secret", "stringData": { "plain": "«postgres»" } }',
      '{{- if .Values.own }}\napiVersion: {{ template "version" . }}\nkind: Secret\nmetadata:\n{{ include "labels" . | indent 2 }}\ndata:\n{{- if .a }}\n  config: «WmszdlE4bUx3Mnlp»\n{{- end }}\n{{- end }}\n',
      '- k8s:\n    definition:\n      apiVersion: v1\n      kind: Secret # of the shop\n      stringData: # plain\n        plain: «postgres» # for now\n',
      'script: |\n  kubectl apply -f - <<END\n  apiVersion: v1\n  kind: Secret\n  stringData:\n    plain: «postgres»\n  END\n',
      'apiVersion: v1\nkind: Secret\ndata:\n  config: |\n    «WmszdlE4bUx3Mnlp»\n',
      'apiVersion: v1\nkind: Secret\nstringData:\n  a.properties: |\n    port=1\n    password=«hafengarten»\n',
    ],
    near: [
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  key: cG9zdGdyZXM=\n',
      'apiVersion: v1\nkind: Secret\ndata:\n  key: {{ .Values.key }}\n',
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  data:\n    ca.crt: YWFhYWFhYWE=\n- apiVersion: v1\n  kind: ConfigMap\n  data:\n    key: cG9zdGdyZXM=\n',
      'apiVersion: v1\nkind: Secret\ndata: {}\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  key: cG9zdGdyZXM=\n',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: contoso-certificates\ndata:\n  username: YWRtaW4=\n',
      'kind: Secret\ndata:\n  key: cG9zdGdyZXM=\n',
    ],
  },
};

/** Files are looked through as one letter for each byte. */
function found(path: string, text: string): string[] {
  const read = Buffer.from(text).toString('latin1');
  return findInFile(read, path).map(({ start, end }) => read.slice(start, end));
}

describe('values under names that tell', () => {
  it('in rows that may as well be commands, the review is partial', () => {
    const leads = (text: string) => findInFile(text, 'bin/logins').map(({ mayLead = false }) => mayLead);
    assert.deepEqual(leads('exec malware payload\n'), [true, true]);
    assert.deepEqual(leads('anna:Hafenkiel77\n'), [false]);
  });

  it('a token in base64 or in digits beside letters of base64', () => {
    const hex = Buffer.from(GITHUB).toString('hex');
    const base64 = Buffer.from(`{"token":"${GITHUB}"}`).toString('base64');
    for (const value of [hex, base64])
      for (const line of [
        `+${value}`,
        `go('https://shop.example/${value}');`,
        `go('x/${value}/y/z')`,
        `a/b/c/${value}`,
      ])
        assert.equal(found('src/a.ts', `${line}\n`).length, 1, line);
    assert.deepEqual(
      found('src/a.ts', `import { x } from 'steps/secrets/of/the/change/and/of/the/run/${'a/'.repeat(40)}';\n`),
      [],
    );
  });

  it('a token in letters that are as wide as those of East Asia', () => {
    const wide = bytesOf(GITHUB, (code) => String.fromCharCode(code + 0xfee0), '');
    assert.deepEqual(found('src/a.ts', `login("${wide}")\n`).length, 1);
    assert.deepEqual(found('src/a.ts', `text('ＡＢＣ１２３、商品コード')\n`), []);
  });

  it('in a file that is nothing but the bytes of a key', () => {
    const bytes = [...Buffer.from(letters(64, WORD, 'bytes'))].map((byte) => (byte * 7) % 256).join(',');
    assert.deepEqual(found('chain/id.json', `[${bytes}]\n`), [bytes]);
    assert.deepEqual(found('chain/id.json', `{"a":1,"colours":[${bytes}]}\n`), []);
  });

  it('in a table whose first line names its columns', () => {
    assert.deepEqual(found('users.csv', 'id,mail,password\n1,a@contoso.com,hafenkiel\n2,b,x\n'), ['hafenkiel']);
    assert.deepEqual(found('users.csv', '"id";"password"\n"1";"hafenkiel"\n'), ['hafenkiel']);
    assert.deepEqual(found('users.csv', 'id,password policy of 2 hosts,x\n1,hafenkiel,x\n'), []);
    assert.deepEqual(found('a.txt', 'the password, as it is\nhafenkiel, hafenkiel\n'), []);
    assert.deepEqual(found('a.feature', '| name | password |\n| anna | Hafenkiel77 |\n'), ['Hafenkiel77']);
  });

  it('all that a script sets a variable to, a word may be a command', () => {
    const leads = (path: string, text: string) =>
      hideSecrets([fileOf([lineOf('added', 1, text.trimEnd())], path)], new Map()).leads.length;
    for (const text of ['export DB_PASSWORD=hafenkiel\n', 'PASSWORD="hafenkiel"\n', '$password = "hafenkiel"\n']) {
      assert.deepEqual(found('setup.sh', `set -e\n${text}`), ['hafenkiel']);
      assert.equal(leads('setup.sh', text), 1);
      assert.equal(leads('README.md', text), 0);
    }
    assert.deepEqual(found('main.tf', 'data = <<E\nset -e\npassword=hafenkiel\nE\n'), []);
  });

  it('of a connection, where the same script runs what they name', () => {
    const leads = (text: string) => findInFile(text, 'run.sh').map(({ mayLead = false }) => mayLead);
    assert.deepEqual(leads('host=db password=hafenkiel; $password\n'), [true]);
    assert.deepEqual(leads('host=db password=hafenkiel; echo $password\n'), [false]);
  });

  it('typed twice for what asks for a new one', () => {
    assert.deepEqual(found('a.sh', 'set -e\necho -e "Hafenkiel4\\nHafenkiel4" | smbpasswd -a -s svc\n'), [
      'Hafenkiel4\\nHafenkiel4',
    ]);
  });

  it('sent where something asks for a password, a word may be a command', () => {
    const leads = (word: string) =>
      findInFile(`expect "Password:" { send "${word}\\r" }`, 'a.exp').map(({ mayLead = false }) => mayLead);
    assert.deepEqual(leads('hafenkiel'), [true]);
    assert.deepEqual(leads('Hafenkiel77'), [false]);
  });

  it('of a blog, beyond doubt where a generator made them of a whole keyboard', () => {
    const salt = `Zk3v<%$(x Q8m#Lw2xT!\`y{{${letters(40, `${WORD}!@#$%^&*()-_[]{}<>~+=,.;:/?|`, 'salt')}`;
    for (const line of [`define( 'AUTH_KEY', '${salt}' );`, `LOGGED_IN_SALT='${salt}'`, `  nonce_salt: '${salt}'`]) {
      const [one, ...others] = findInFile(line, 'a.php');
      assert.deepEqual([line.slice(one?.start, one?.end), one?.isCertain, others], [salt, true, []]);
    }
    assert.deepEqual(found('a.php', "define('AUTH_KEY', 'put your unique phrase here');"), []);
  });

  it('in XML, whatever it is called', () => {
    const text = '<Project><PropertyGroup><SqlPassword>hafenkiel</SqlPassword></PropertyGroup></Project>';
    assert.deepEqual(found('src/Shop.csproj', text), ['hafenkiel']);
    assert.deepEqual(found('src/Shop.txt', `see ${text}`), []);
  });

  // Where each value of 512 letters is judged, this takes a minute.
  it('are judged a few times where no blank and no quote parts them', () => {
    const line = 'password=token0'.repeat(130_000);
    assert.deepEqual(findInFile(`${line}\npassword: kP7vT9zQm2xL\n`, 'a.yml').length > 0, true);
  });

  for (const [name, { path, told, near }] of Object.entries(ecosystems)) {
    it(`in ${name}`, () => {
      for (const line of told) {
        const value = /«([\s\S]*)»/.exec(line)?.[1] ?? assert.fail(line);
        const text = line.replace(/[«»]/g, () => '');
        const all = found(path, `# head\n${text}\n`);
        assert.ok(
          all.some((one) => one.includes(value)),
          `${JSON.stringify(all)} in ${text}`,
        );
      }
    });
    it(`and what looks like one in ${name}`, () => {
      for (const line of near) assert.deepEqual(found(path, `# head\n${line}\n`), [], line);
    });
  }
});
