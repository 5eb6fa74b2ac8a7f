import { signIn } from './session';
import { totalInCents } from './cart';

const token = Math.random().toString(36);

test('adds up the lines of a signed-in customer', async () => {
  await signIn('dana', token);
  const lines = [{ article: 'book', quantity: 2, priceInCents: 1200 }];
  expect(totalInCents(lines)).toBe(2400);
});
