import type { Model } from '../../ports/model';

/** The model, and the pieces that it is shown: what a judge must see as well. */
export function shownPieces(model: Model): { model: Model; shown: readonly string[] } {
  const shown: string[] = [];
  return {
    shown,
    model: {
      ...model,
      ask(request, signal, meter) {
        const pieces = request.user.slice(0, -1).map(({ text }) => text);
        for (const text of pieces) if (!shown.includes(text)) shown.push(text);
        return model.ask(request, signal, meter);
      },
    },
  };
}
