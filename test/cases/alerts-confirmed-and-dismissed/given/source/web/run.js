export function run(text) {
  return eval(text);
}

export function show(element, text) {
  element.innerHTML = text;
}

export function token() {
  return Math.random().toString(36);
}
