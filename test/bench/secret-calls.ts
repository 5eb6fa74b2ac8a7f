import { file, type Place, place } from './secret-places';

/** What stands before and behind a value where no name tells, but the call or the command does. */
type Around = readonly [name: string, path: string, before: string, behind: string];

const CALLS: readonly Around[] = [
  ['jwt.sign', 'src/a.js', 'const t = jwt.sign({ id: user.id }, "', '", { expiresIn: "1h" });\n'],
  ['createHmac', 'src/a.js', 'const h = crypto.createHmac("sha256", "', '").update(body);\n'],
  ['cookieParser', 'src/a.js', 'app.use(cookieParser("', '"));\n'],
  ['Sequelize', 'src/a.js', 'const db = new Sequelize("shop", "root", "', '", { host });\n'],
  ['requests', 'src/a.py', 'reply = requests.get(url, auth=("svc", "', '"))\n'],
  ['jwt.encode', 'src/a.py', 'token = jwt.encode({"sub": user}, "', '", algorithm="HS256")\n'],
  ['getConnection', 'src/A.java', 'Connection c = DriverManager.getConnection(url, "root", "', '");\n'],
  ['SecretKeySpec', 'src/A.java', 'Key key = new SecretKeySpec("', '".getBytes(), "AES");\n'],
  ['NetworkCredential', 'src/A.cs', 'var login = new NetworkCredential("svc", "', '");\n'],
  ['SymmetricSecurityKey', 'src/A.cs', 'var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("', '"));\n'],
  ['SetBasicAuth', 'a.go', 'request.SetBasicAuth("svc", "', '")\n'],
  ['PDO', 'src/a.php', '$db = new PDO("mysql:host=db", "root", "', '");\n'],
];
const COMMANDS: readonly Around[] = [
  ['sudo', 'deploy.sh', 'echo ', ' | sudo -S apt update\n'],
  ['docker login', 'deploy.sh', 'echo "', '" | docker login -u svc --password-stdin\n'],
  ['sshpass', 'deploy.sh', 'sshpass -p ', ' ssh svc@host\n'],
  ['openssl', 'deploy.sh', 'openssl rsa -in a.pem -passin pass:', ' -out b.pem\n'],
  ['net use', 'map.cmd', 'net use Z: \\\\fs\\share /user:corp\\svc ', '\n'],
  ['chpasswd', 'Dockerfile', 'RUN echo "root:', '" | chpasswd\n'],
  ['curl', 'deploy.sh', 'curl -sku "admin:', '" https://nexus.contoso.com/x\n'],
  ['mysql', 'Makefile', 'all:\n\tmysql -u root -p', ' shop\n'],
  ['psql', 'deploy.sh', 'PGPASSWORD=', ' psql -h db shop\n'],
  ['redis-cli', 'ci.yml', 'steps:\n- run: redis-cli -a ', ' ping\n'],
  ['keytool', 'README.md', '```sh\nkeytool -list -storepass ', '\n```\n'],
  ['docker run', 'deploy.sh', 'docker run -e POSTGRES_PASSWORD=', ' postgres\n'],
  ['kubectl', 'deploy.sh', 'kubectl create secret generic db --from-literal=password=', '\n'],
  ['here string', 'deploy.sh', 'docker login -u svc --password-stdin <<< "', '"\n'],
  ['expect', 'login.exp', 'expect "assword:" { send "', '\\r" }\n'],
  ['net user', 'map.cmd', 'net user svc ', ' /add\n'],
  ['schtasks', 'map.cmd', 'schtasks /create /tn t /ru svc /rp ', '\n'],
  ['a list in Python', 'a.py', 'subprocess.run(["sshpass", "-p", "', '", "ssh", "fs"])\n'],
  ['Runtime.exec', 'src/A.java', 'Runtime.getRuntime().exec("mysqldump -u root -p', ' shop");\n'],
  ['Process.Start', 'src/A.cs', 'Process.Start("sqlcmd", "-U sa -P ', '");\n'],
  ['unzip', 'deploy.sh', 'unzip -P ', ' a.zip\n'],
  ['ConvertTo-SecureString', 'a.ps1', '$p = ConvertTo-SecureString -AsPlainText -Force -String "', '"\n'],
  ['IDENTIFIED BY', 'db/users.sql', "CREATE USER 'svc' IDENTIFIED BY '", "';\n"],
];
const ROWS: readonly Around[] = [
  ['COPY', 'db/dump.sql', 'COPY users (id, password, note) FROM stdin;\n1\t', '\t\\N\n\\.\n'],
  ['.csv', 'users.csv', 'id,mail,password\n1,a@contoso.com,', '\n'],
];
const KEYS_BELOW: readonly Around[] = [
  ['Jwt', 'appsettings.json', '{\n  "Jwt": {\n    "Issuer": "x",\n    "Key": "', '"\n  }\n}\n'],
  ['session', 'config/shop.json', '{ "session": { "secret": "', '" } }\n'],
  ['encryption', 'config/shop.yml', 'encryption:\n  key: "', '"\n'],
];

const isPlain = (value: string) => !/["'`\\\s$&|;<>]/.test(value);

function placesOf(group: string, all: readonly Around[]): Place[] {
  return all.map(([name, path, before, behind]) =>
    place(group, name, path, (value) => file`${before}${[...value]}${behind}`, isPlain),
  );
}

/** Where what takes a value says what it is. */
export const CALL_PLACES: readonly Place[] = [
  ...placesOf('argument of a call', CALLS),
  ...placesOf('password of a command', COMMANDS),
  ...placesOf('column of a table', ROWS),
  ...placesOf('key below a name', KEYS_BELOW),
];
