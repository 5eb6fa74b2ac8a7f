export async function signIn(name: string, password: string): Promise<void> {
  const response = await fetch('/api/session', { method: 'POST', body: JSON.stringify({ name, password }) });
  if (!response.ok) throw new Error(`Signing in failed (${response.status})`);
}
