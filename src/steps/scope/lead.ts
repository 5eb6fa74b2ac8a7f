/** What of a path may stand between such words and the name at the end of a lead; source of a pattern. */
export const PATH = '(?:[^\\s"\'`]{0,150}[/\\\\])?$';
export const QUOTED = `["'\`]${PATH}`;

const SUBSTITUTION = /\$\((?:[^()]|\([^()]{0,60}\)){0,80}\)/g;
const JOINED =
  /(?:(?:os\.)?path\.|Path\.)?(?:join|resolve|combine)\s{0,3}\([^()]{0,120}$|(?:__DIR__|__dirname|\$?[A-Za-z_]\w{0,30})\s{0,3}[.+]\s{0,3}["'][^"'\s]{0,100}$/i;

/** A folder that is asked for where the line runs stands for any. */
export function withoutPlaces(lead: string): string {
  const plain = lead.replace(SUBSTITUTION, '.').replace(/"\.(?=\/)/, '"./');
  const joined = JOINED.exec(plain);
  return joined === null ? plain : `${plain.slice(0, joined.index)}"`;
}
