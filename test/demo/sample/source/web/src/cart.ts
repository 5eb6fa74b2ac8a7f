export interface CartLine {
  article: string;
  quantity: number;
  priceInCents: number;
}

export function totalInCents(lines: readonly CartLine[]): number {
  return lines.reduce((sum, line) => sum + line.priceInCents * line.quantity, 0);
}

export async function loadCart(customer: string): Promise<CartLine[]> {
  const response = await fetch(`/api/carts/${encodeURIComponent(customer)}`);
  if (!response.ok) throw new Error(`The cart cannot be loaded (${response.status})`);
  return response.json();
}

export async function saveCart(customer: string, lines: readonly CartLine[]): Promise<void> {
  try {
    await fetch(`/api/carts/${encodeURIComponent(customer)}`, { method: 'PUT', body: JSON.stringify(lines) });
  } catch {}
}

export function cartToken(): string {
  const token = Math.random().toString(36).slice(2);
  console.log('cart token', token);
  return token;
}
