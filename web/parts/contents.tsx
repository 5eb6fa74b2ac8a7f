/** The parts of the page, to go to one. */
export function Contents({
  parts,
  goTo,
}: {
  parts: readonly { id: string; title: string; count?: string }[];
  goTo(id: string): void;
}) {
  return (
    <nav class="contents" aria-label="Parts of the page">
      <ul>
        {parts.map(({ id, title, count }) => (
          <li key={id}>
            <button type="button" onClick={() => goTo(id)}>
              {title}
              {count === undefined ? null : <span class="count">{count}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
