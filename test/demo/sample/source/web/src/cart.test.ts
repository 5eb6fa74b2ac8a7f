import { totalInCents } from './cart';

test('adds up the lines', () => {
  const lines = [{ article: 'book', quantity: 2, priceInCents: 1200 }];
  expect(totalInCents(lines)).toBe(2400);
});
