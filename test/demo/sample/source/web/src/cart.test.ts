import { signIn } from './session';
import { totalInCents } from './cart';

const password = 'abc12345!';

test('adds up the lines of a signed-in customer', async () => {
  await signIn('dana', password);
  const lines = [{ article: 'book', quantity: 2, priceInCents: 1200 }];
  expect(totalInCents(lines)).toBe(2400);
});
