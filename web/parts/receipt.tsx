import type { RequestReceipt } from '../../src/steps/record/cost-record';
import { useSurroundings } from './surroundings';
import { Table } from './table';
import { line } from './visible';
import { plural } from './words';

/** What left the agent, request by request, and piece by piece behind each. */
export function Receipt({ receipt }: { receipt: readonly RequestReceipt[] }) {
  const { format } = useSurroundings();
  const sent = receipt.filter((request) => request.sent);
  const bytes = sent.reduce((sum, request) => sum + request.bytes, 0);
  if (receipt.length === 0) return <p>Nothing was sent to the model.</p>;
  const kept = receipt.length - sent.length;
  return (
    <>
      <p>
        {format.bytes(bytes)} in {plural(format.count(sent.length), sent.length, 'request')}.
        {kept > 0 ? ` ${plural(format.count(kept), kept, 'part')} of the change did not leave the agent.` : ''}
      </p>
      <Table
        caption="Every request to the model"
        columns={[
          { name: 'Request' },
          { name: 'To' },
          { name: 'Pieces' },
          { name: 'Bytes', isNumber: true },
          { name: 'Tokens (estimate)', isNumber: true },
          { name: 'sha256' },
        ]}
        rows={receipt.map((request) => [
          line(request.request),
          request.sent ? line(request.to) : 'not sent',
          <Pieces key="pieces" request={request} />,
          format.count(request.bytes),
          format.count(request.tokens),
          <code key="sum" class="sum">
            {line(request.sha256, 64)}
          </code>,
        ])}
      />
    </>
  );
}

function Pieces({ request: { request, pieces } }: { request: RequestReceipt }) {
  const { format } = useSurroundings();
  return (
    <details>
      <summary>
        {plural(format.count(pieces.length), pieces.length, 'piece')}
        <span class="hidden"> of {line(request)}</span>
      </summary>
      <ul class="pieces">
        {pieces.map(({ piece, files, bytes, sha256 }, index) => (
          <li key={index}>
            <strong>{line(piece)}</strong> {format.bytes(bytes)} <code class="sum">{line(sha256, 64)}</code>
            {files.length === 0 ? null : <div class="quiet path">{files.map((name) => line(name)).join(', ')}</div>}
          </li>
        ))}
      </ul>
    </details>
  );
}
