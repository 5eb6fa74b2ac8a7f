/** The packed policy cannot know the name of a Server; policies only add up, so from here on this host alone can be asked. */
export function narrowRequests(collectionUrl: string): void {
  const policy = document.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = `connect-src ${new URL(collectionUrl).origin}`;
  document.head.append(policy);
}
