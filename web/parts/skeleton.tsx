/** What stands where the content will be; what is being waited for is told when it takes long. */
export function Skeleton({ waitingFor }: { waitingFor: string }) {
  return (
    <div class="skeleton">
      <p class="hidden" role="status">
        Loading
      </p>
      <div class="ghost ghost-title" />
      <div class="ghost ghost-line" />
      <div class="tiles">
        <div class="ghost ghost-tile" />
        <div class="ghost ghost-tile" />
        <div class="ghost ghost-tile" />
        <div class="ghost ghost-tile" />
      </div>
      <p class="quiet" role="status">
        {waitingFor === '' ? '' : `Waiting for ${waitingFor} …`}
      </p>
    </div>
  );
}
