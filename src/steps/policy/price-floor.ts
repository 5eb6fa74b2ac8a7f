import { DEAREST, modelFacts } from '../pricing/models';

interface Prices {
  inputPrice: number;
  outputPrice: number;
}

/**
 * What a run's tokens must at least be counted with, where the prices that it names are lower; null where they are not.
 * A name that the price table does not know may hide any model, so the dearest counts, unless the policy itself names the
 * prices or the family.
 */
export function priceFloor(
  { model, modelFamily, inputPrice, outputPrice }: Readonly<Record<string, unknown>>,
  enforced: ReadonlySet<string>,
): { used: Prices; least: Prices } | null {
  if (enforced.has('inputPrice') && enforced.has('outputPrice')) return null;
  const own = modelFacts(String(enforced.has('modelFamily') ? modelFamily : model), {
    inputPrice: null,
    outputPrice: null,
  });
  const least = {
    inputPrice: own.inputPrice ?? DEAREST.inputPrice,
    outputPrice: own.outputPrice ?? DEAREST.outputPrice,
  };
  const asked = modelFacts(String(modelFamily || model), {
    inputPrice: priceIn(inputPrice),
    outputPrice: priceIn(outputPrice),
  });
  const used = {
    inputPrice: asked.inputPrice ?? DEAREST.inputPrice,
    outputPrice: asked.outputPrice ?? DEAREST.outputPrice,
  };
  if (used.inputPrice >= least.inputPrice && used.outputPrice >= least.outputPrice) return null;
  return {
    used,
    least: {
      inputPrice: Math.max(used.inputPrice, least.inputPrice),
      outputPrice: Math.max(used.outputPrice, least.outputPrice),
    },
  };
}

function priceIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
