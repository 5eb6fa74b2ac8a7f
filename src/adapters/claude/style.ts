import { APIError } from '@anthropic-ai/sdk';
import type { ClaudeContext } from './context';

/**
 * Some deployments answer 400 to structured outputs or to `effort`. What is refused is left out from there on,
 * for the whole run: both passes must send the same, or nothing is read from the cache.
 */
export async function adapted<T>(context: ClaudeContext, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const before = { ...context.style };
    try {
      return await work();
    } catch (error) {
      const refused = refusedPart(error);
      if (refused === undefined || before[refused.member] === refused.value) throw error;
      if (context.style[refused.member] !== refused.value) context.options.log.info(refused.says);
      context.style[refused.member] = refused.value;
    }
  }
}

interface RefusedPart {
  member: 'structured' | 'withoutEffort' | 'describesTools';
  value: boolean;
  says: string;
}

function refusedPart(error: unknown): RefusedPart | undefined {
  if (!(error instanceof APIError) || error.status !== 400) return undefined;
  if (/\beffort\b/i.test(error.message)) {
    return { member: 'withoutEffort', value: true, says: 'The deployment does not take `effort`; it is left out.' };
  }
  if (/\btools\b|\btool type|(?:bash|text_editor)_\d{8}/i.test(error.message)) {
    const says = 'The deployment does not know tools by the names that the model was trained with; they are described.';
    return { member: 'describesTools', value: true, says };
  }
  if (/output_config|output_format|json_schema|structured/i.test(error.message)) {
    const says = 'The deployment refuses structured outputs; asking for JSON in text from here on.';
    return { member: 'structured', value: false, says };
  }
  return undefined;
}
