import type { RunState } from '../../ports/pipelines';
import { codeSpan, escapeLine, shorten } from '../comments/escape';

/** What a pipeline that was started after the change says of it. */
export function validationText(
  { result, failures }: Pick<RunState, 'result' | 'failures'>,
  { branch, runUrl, next }: { branch: string; runUrl: string; next: string },
): string {
  const name = codeSpan(branch.replace(/^refs\/heads\//, ''));
  const head = `The validation pipeline ${result === 'succeeded' ? 'succeeded' : `ended as **${escapeLine(result)}**`} on ${name}: [run](${runUrl}).`;
  if (failures.length === 0) return head;
  const list = failures.map((failure) => `- ${escapeLine(shorten(failure, 400))}`).join('\n');
  return `${head}\n\n${list}\n\n${next}`;
}

export function previewText(link: string | null, runUrl: string): string {
  if (link !== null) return `Preview: <${link}> ([run](${runUrl})).`;
  return `The preview pipeline named no address that may be posted: [run](${runUrl}).`;
}

/** An address that may be posted as a link: https, on a listed host, and nothing in it that Markdown reads. */
export function previewLink(address: string | undefined, hosts: readonly string[]): string | null {
  if (address === undefined || !URL.canParse(address)) return null;
  const { protocol, hostname, port, username, password, href } = new URL(address);
  const isListed = hosts.some((host) => host === hostname.toLowerCase());
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '' || !isListed) return null;
  return /[<>()[\]\s"'`\\]/.test(href) || href.length > 1_000 ? null : href;
}
