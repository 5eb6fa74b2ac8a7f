/** Lets everything happen that waits for nothing outside of this process, until it has. */
export async function settle(isSettled: () => boolean): Promise<void> {
  for (let turns = 0; turns < 200_000; turns += 1) {
    if (isSettled()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It never came to rest.');
}
