export function debounce(call, milliseconds) {
  let timer;
  return (...words) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...words), milliseconds);
  };
}
