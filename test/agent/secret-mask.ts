/** Masks whole values, as they are and in the forms that the agent knows; parts of a value stay readable. */
export interface SecretMask {
  add(value: string): void;
  hide(text: string): string;
}

export function createSecretMask(): SecretMask {
  const values = new Set<string>();
  return {
    add(value) {
      if (value === '') return;
      const json = JSON.stringify(value).slice(1, -1);
      const encoded = Buffer.from(value).toString('base64');
      for (const form of [value, json, encodeURIComponent(value), encoded]) values.add(form);
    },
    hide(text) {
      const longestFirst = [...values].sort((left, right) => right.length - left.length);
      return longestFirst.reduce((rest, value) => rest.replaceAll(value, '***'), text);
    },
  };
}
