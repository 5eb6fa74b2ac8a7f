interface EmptyProps {
  title: string;
  text: string;
  /** Below a head that has one already, the title is no heading of the whole page. */
  heading?: 'h1' | 'h2';
  again(): void;
}

/** What stands in the place of content that is not there. */
export function Empty({ title, text, heading: Heading = 'h1', again }: EmptyProps) {
  return (
    <section class="empty">
      <Heading>{title}</Heading>
      <p>{text}</p>
      <p>
        <button type="button" onClick={again}>
          Try again
        </button>
      </p>
    </section>
  );
}
