/** How an administrator gives the bot what it needs and nothing else, as commands of the Azure command line. */
export function rightsCommands(given: {
  collectionUrl: string;
  projectId: string;
  repositoryId: string;
  /** Token of the folder of our branches. */
  folderToken: string;
  /** What the bot is called where it is granted something. */
  bot: string;
}): string[] {
  const { collectionUrl, projectId, repositoryId, folderToken, bot } = given;
  const repository = `repoV2/${projectId}/${repositoryId}`;
  const update = (token: string, bits: string) =>
    `az devops security permission update --org ${collectionUrl} --namespace-id 2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87 ` +
    `--subject "${bot.replace(/["$`\\]/g, '')}" --token ${token} ${bits}`;
  return [
    // Read and Contribute to pull requests; Contribute and Create branch are denied on the whole repository ...
    update(repository, '--allow-bit 16386 --deny-bit 20'),
    // ... and allowed on the folder of our branches alone.
    update(`${repository}/${folderToken}`, '--allow-bit 20'),
  ];
}
