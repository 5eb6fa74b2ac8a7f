const ARCHIVE = /\.(?:tgz|tar|gz|bz2|xz|zip|whl|gem|nupkg|crate|jar)$/i;

const PLAIN_HOST = /^(?:[a-z\d-]+\.)+[a-z]{2,}$/;

/** As readers of addresses take it, who know other full stops than ours, and numbers for hosts. */
export function hostOf(written: string): string | undefined {
  if (PLAIN_HOST.test(written)) return written;
  const address = `https://${written}`;
  return URL.canParse(address) ? new URL(address).hostname.replace(/\.$/, '') : undefined;
}

/** A folder of the repository is read like others, an archive is not. */
export function archive(path: string): string | undefined {
  return ARCHIVE.test(path.replace(/[?#].*$/, '')) ? `file:${path}` : undefined;
}

/** Several hosts of one product. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^registry\.(?:yarnpkg\.com|npmjs\.(?:org|com))$/, 'registry.npmjs.org'],
  [/^(?:pypi\.(?:org|python\.org|io)|files\.pythonhosted\.org)$/, 'pypi.org'],
  [/^(?:(?:api|codeload|raw|www)\.)?github\.com$|^(?:raw|objects|media)\.githubusercontent\.com$/, 'github.com'],
  [/^(?:(?:index|static)\.)?crates\.io$/, 'crates.io'],
  [/^pub\.(?:dev|dartlang\.org)$/, 'pub.dev'],
  [/^(?:repo\.|www\.)?packagist\.(?:org|com)$/, 'packagist.org'],
  [/^(?:index\.)?rubygems\.org$/, 'rubygems.org'],
  [/^(?:api\.|www\.)?nuget\.org$/, 'nuget.org'],
  [/^(?:repo\.)?hex\.pm$/, 'hex.pm'],
];

/** Where everybody may publish: there the first part of the path tells who did. */
const SHARED =
  /^(?:(?:gist\.)?github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|git\.sr\.ht|(?:pkgs\.)?dev\.azure\.com|(?:npm|rubygems|nuget|maven)\.pkg\.github\.com|(?:storage|firebasestorage)\.googleapis\.com|s3[\w.-]*\.amazonaws\.com|conda\.anaconda\.org|cdn\.jsdelivr\.net|unpkg\.com|esm\.sh|pkg\.pr\.new|ghcr\.io|docker\.io|quay\.io|huggingface\.co)$/;

/** What stands in a path before its owner. */
const OWNER_BEHIND = /^(?:repos|gh|api\/v4\/projects)\//;

/** The older name of a feed of Azure Artifacts tells the owner by its host. */
const FEED = /^([\w-]+)\.pkgs\.visualstudio\.com$/;

export function withOwner(host: string, path: readonly string[]): string {
  const [, organization] = FEED.exec(host) ?? [];
  if (organization !== undefined) return `pkgs.dev.azure.com/${organization}`;
  const product = SAME.find(([hosts]) => hosts.test(host))?.[1] ?? host;
  const parts = withoutSteps(path);
  if (product === 'github.com' && /^rust-lang\/crates\.io-index(?:\.git)?$/i.test(parts.slice(0, 2).join('/')))
    return 'crates.io';
  if (!SHARED.test(product)) return product;
  const before = OWNER_BEHIND.exec(parts.slice(0, 4).join('/'))?.[0].split('/').length ?? 1;
  const [owner = ''] = parts.slice(before - 1);
  return `${product}/${owner.toLowerCase()}`;
}

/** `a/../b` is `b`. */
function withoutSteps(path: readonly string[]): string[] {
  const parts: string[] = [];
  for (const part of path) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}

/** Copies of a registry that others keep, for countries where it is far. */
const MIRROR =
  /(?:^|\.)(?:npmmirror\.com|npm\.taobao\.org|cnpmjs\.org|tuna\.tsinghua\.edu\.cn|flutter-io\.cn|gems\.ruby-china\.com|rsproxy\.cn|goproxy\.cn)$|^mirrors\.ustc\.edu\.cn$|^(?:mirrors?|repo)\.(?:cloud\.)?(?:aliyun|huaweicloud|tencent|tencentyun)\.com$/;

export function isMirror(from: string): boolean {
  return MIRROR.test(from);
}

/** True where everybody may publish, and the owner alone is new. */
export function isOwner(from: string): boolean {
  const [host = ''] = from.split('/');
  return SHARED.test(host);
}

/** Hosts of feeds that a company rents, which the configuration of its people may name alone. */
export function isRented(from: string): boolean {
  return /\.(?:jfrog\.io|myget\.org|cloudsmith\.io|fury\.io|d\.codeartifact\.[\w-]+\.amazonaws\.com)$/.test(from);
}

/** The host of a place; empty for an archive. */
export function hostIn(from: string): string {
  return from.startsWith('file:') ? '' : (from.replace(/^http:\/\//, '').split('/')[0] ?? '');
}

/** Domains below which everybody may have a host. */
const RENTED =
  /(?:^|\.)(?:(?:github|gitlab|jfrog|fury|cloudsmith|readthedocs|gitbook|sourceforge|netlify|ngrok|sslip|nip|fly|codeberg|gitee|surge|deno|vercel|now|glitch|repl|replit|render|onrender|herokuapp|appspot|firebaseapp|blogspot|wordpress|tumblr|weebly|wixsite|squarespace|neocities|duckdns|trycloudflare|pages|workers|web|run|r2|cloudfront|fastly|fastlylb|akamaized|akamai|edgekey|b-cdn|amazonaws|awsapprunner|amplifyapp|elasticbeanstalk|windows|azure|azurewebsites|azureedge|azurefd|azurestaticapps|azurecontainerapps|visualstudio|googleapis|googleusercontent|cloudfunctions|myhuaweicloud|huaweicloud|aliyun|aliyuncs|myqcloud|tencent|tencentcs|tencentyun|qiniucdn|clouddn|bcebos|volces|digitaloceanspaces|ondigitalocean|backblazeb2|wasabisys|linodeobjects|vultrobjects|scw|ovh|yandexcloud|myget|packagecloud|coding|sourceforge|supabase|lovable|framer|hf|gradio|modal|railway|kinsta|cyclic|stackblitz|webcontainer|codesandbox|csb|gitpod|githubpreview|devtunnels|loca|serveo|bitballoon|atlassian|bitbucket|myshopify|zendesk|freshdesk|dyndns|no-ip|ddns|hopto|zapto)\.[a-z]{2,6}|(?:co|com|net|org|gov|edu|ac|or|ne|go)\.[a-z]{2})$/;

/** What somebody owns as a whole: a host below it is theirs too. Empty where everybody may have one. */
export function domainOf(host: string): string {
  if (!/^[a-z\d.-]*\.[a-z]{2,}$/.test(host)) return '';
  const labels = host.split('.');
  const short = labels.slice(-2).join('.');
  const domain = /^(?:co|com|net|org|gov|edu|ac|or|ne|go)\.[a-z]{2}$/.test(short) ? labels.slice(-3).join('.') : short;
  return RENTED.test(domain) ? '' : domain;
}

export function withoutOwner(from: string): string {
  return from.replace(/^((?:http:\/\/)?(?:github\.com|gitlab\.com|bitbucket\.org))\/.*$/, '$1');
}
