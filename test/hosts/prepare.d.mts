export const hostsFolder: string;
export function linesAdded(name: string): string[];
