/**
 * Whether a repository lives in Azure Repos, by the provider the pipeline names (`Build.Repository.Provider`),
 * else by its address; when neither is known the service has to answer, so it counts as one.
 */
export function isAzureRepos(repository: { provider?: string | undefined; url?: string | undefined }): boolean {
  const provider = repository.provider?.toLowerCase();
  if (provider === 'tfsgit') return true;
  if (provider && provider !== 'git') return false;
  if (repository.url) return /\/_git\/|\bv3\/[^/]+\/[^/]+\/[^/]+$/i.test(repository.url);
  return true;
}
