import type { Store } from './store';

export interface Session {
  id: string;
  userId: string;
  expiresAt: number;
}

export class Sessions {
  constructor(
    private readonly store: Store<Session>,
    private readonly now: () => number,
  ) {}

  async find(id: string): Promise<Session | undefined> {
    const session = await this.store.get(id);
    if (session === undefined || session.expiresAt <= this.now()) return undefined;
    return session;
  }

  async endAll(userId: string): Promise<void> {
    for (const session of await this.store.list()) {
      if (session.userId === userId) await this.store.remove(session.id);
    }
  }
}
