import type { FixWorld } from '../../src/fix-world';

/** Nobody reserves before all have looked and found enough. */
export function allAtOnce(count: number): (world: FixWorld) => FixWorld {
  let waiting = count;
  let go: () => void = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  return (world) => ({
    ...world,
    pipelines: {
      ...world.pipelines,
      async setTags(...words) {
        waiting -= 1;
        if (waiting === 0) go();
        await gone;
        return world.pipelines.setTags(...words);
      },
    },
  });
}
