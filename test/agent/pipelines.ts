/** What the variables of a run are made of. */
export interface PipelineWorld {
  /** With its path and a slash at the end. */
  collectionUrl: string;
  project: { id: string; name: string };
  repository: { id: string; name: string };
  pullRequestId: number;
  sourceBranch: string;
  targetBranch: string;
  /** The merge commit that the service made. */
  mergeCommit?: string;
  sourceCommit?: string;
}

export type Variables = Record<string, string>;

/** A YAML pipeline run by a branch policy for a pull request. */
export function yamlPullRequest(world: PipelineWorld): Variables {
  return {
    ...buildVariables(world),
    'Build.Reason': 'PullRequest',
    'Build.SourceBranch': `refs/pull/${world.pullRequestId}/merge`,
    'Build.SourceBranchName': 'merge',
    'Build.SourceVersion': world.mergeCommit ?? '',
    'System.PullRequest.PullRequestId': String(world.pullRequestId),
    'System.PullRequest.SourceBranch': world.sourceBranch,
    'System.PullRequest.TargetBranch': world.targetBranch,
    'System.PullRequest.TargetBranchName': world.targetBranch.replace('refs/heads/', ''),
    'System.PullRequest.SourceCommitId': world.sourceCommit ?? '',
    'System.PullRequest.SourceRepositoryURI': repositoryUrl(world),
    'System.PullRequest.IsFork': 'False',
  };
}

/** The same of a classic build definition. */
export function branchPolicyBuild(world: PipelineWorld): Variables {
  return { ...yamlPullRequest(world), 'Build.DefinitionName': 'classic build', 'Build.QueuedBy': 'Policy' };
}

/** A classic release that a pull request started; its primary artifact knows the pull request. */
export function classicRelease(world: PipelineWorld): Variables {
  return {
    ...releaseOfMergeRef(world),
    'Build.PullRequest.Id': String(world.pullRequestId),
    'Build.PullRequest.TargetBranch': world.targetBranch,
    'Release.Artifacts._app.PullRequest.Id': String(world.pullRequestId),
  };
}

/** A classic release that knows no more of it than the branch of its artifact. */
export function releaseOfMergeRef(world: PipelineWorld): Variables {
  return {
    ...systemVariables(world, 'release'),
    // In a release this is the host of release management, which holds no repositories.
    'System.TeamFoundationServerUri': 'https://vsrm.example.invalid/',
    'Build.SourceBranch': `refs/pull/${world.pullRequestId}/merge`,
    'Build.Repository.Id': world.repository.id,
    'Build.Repository.Name': world.repository.name,
    'Build.Repository.Provider': 'TfsGit',
    'Build.BuildId': '41',
    'Release.ReleaseId': '7',
    'Release.ReleaseWebUrl': `${world.collectionUrl}${encodeURIComponent(world.project.name)}/_release?releaseId=7`,
  };
}

/** A build of a branch: there is no pull request. */
export function branchBuild(world: PipelineWorld): Variables {
  return {
    ...buildVariables(world),
    'Build.Reason': 'IndividualCI',
    'Build.SourceBranch': world.targetBranch,
    'System.PullRequest.IsFork': 'False',
  };
}

/** A pull request of another host. */
export function gitHubPullRequest(world: PipelineWorld): Variables {
  return {
    ...yamlPullRequest(world),
    'Build.Repository.Id': 'contoso/app',
    'Build.Repository.Name': 'contoso/app',
    'Build.Repository.Provider': 'GitHub',
    'System.PullRequest.PullRequestNumber': '3',
  };
}

function buildVariables(world: PipelineWorld): Variables {
  return {
    ...systemVariables(world, 'build'),
    'System.TeamFoundationServerUri': world.collectionUrl,
    'Build.BuildId': '42',
    'System.DefinitionId': '7',
    'Build.BuildNumber': '20260102.1',
    'Build.Repository.Id': world.repository.id,
    'Build.Repository.Name': world.repository.name,
    'Build.Repository.Provider': 'TfsGit',
    'Build.Repository.Uri': repositoryUrl(world),
  };
}

function systemVariables({ collectionUrl, project }: PipelineWorld, hostType: string): Variables {
  return {
    'System.HostType': hostType,
    'System.CollectionUri': collectionUrl,
    'System.TeamFoundationCollectionUri': collectionUrl,
    'System.TeamProject': project.name,
    'System.TeamProjectId': project.id,
    'System.PlanId': '11111111-0000-4000-8000-000000000001',
    'System.JobId': '11111111-0000-4000-8000-000000000002',
    'System.JobAttempt': '1',
  };
}

function repositoryUrl({ collectionUrl, project, repository }: PipelineWorld): string {
  return `${collectionUrl}${encodeURIComponent(project.name)}/_git/${encodeURIComponent(repository.name)}`;
}
