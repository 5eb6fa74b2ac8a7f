/** Where the pull request lives: paths below the collection, every segment encoded. */
export interface Place {
  readonly pullRequestId: number;
  /** Undefined until the pull request told its repository. */
  repository(): string | undefined;
  /** Learns the repository from a pull request that was read by its id alone. */
  found(project: string, repository: string): void;
  /** `project/_apis/git/...` */
  git(rest: string): string;
  /** Below the repository, which must be known. */
  repositoryPath(rest: string): string;
  /** Below the pull request in its repository; empty for the pull request itself. */
  pullRequest(rest: string): string;
}

export function createPlace(told: {
  project: string;
  repositoryId?: string | undefined;
  pullRequestId: number;
}): Place {
  let project = told.project;
  let repository = told.repositoryId || undefined;
  const git = (rest: string) => `${project ? `${encodeURIComponent(project)}/` : ''}_apis/git/${rest}`;
  return {
    pullRequestId: told.pullRequestId,
    repository: () => repository,
    found(foundProject, foundRepository) {
      project = foundProject;
      repository = foundRepository;
    },
    git,
    repositoryPath: (rest) => git(`repositories/${encodeURIComponent(repository ?? '')}/${rest}`),
    pullRequest(rest) {
      const owner = repository ? `repositories/${encodeURIComponent(repository)}/` : '';
      return git(`${owner}pullRequests/${told.pullRequestId}${rest && `/${rest}`}`);
    },
  };
}
