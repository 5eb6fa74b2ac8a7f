import { createHmac } from 'node:crypto';
import type { PipelineFacts } from '../adapters/azure-pipelines/pipeline-facts';

/**
 * Signs what runs leave on a pull request. From the first secret that a run has and the pull request cannot know: the input
 * `memoryKey`, the key of the model, the personal access token that posts. A federated connection holds none, its ids are no
 * secret and its tokens change with every run: then nothing is signed, and nothing believed that would need it.
 */
export function signingKey({
  credentials: { model, azureDevOps, memoryKey },
  project,
}: Pick<PipelineFacts, 'credentials' | 'project'>): Uint8Array | null {
  const modelKey = model.kind === 'key' && !model.isOpen ? model.key : '';
  const token = azureDevOps.kind === 'personal' ? azureDevOps.token : '';
  const secret = memoryKey || modelKey || token;
  return secret === '' ? null : createHmac('sha256', secret).update(`second-pass memory ${project.id}`).digest();
}
