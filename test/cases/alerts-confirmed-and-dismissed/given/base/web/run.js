export function run(text) {
  return JSON.parse(text);
}
