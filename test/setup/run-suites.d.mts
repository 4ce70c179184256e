export interface Suite {
  readonly name: string;
  readonly folder: string;
  readonly parts: readonly string[];
  readonly before?: readonly string[];
  readonly command: 'vitest' | readonly string[];
}

export function runSuites(
  suites: readonly Suite[],
  options?: {
    readonly mustRun?: boolean;
    readonly ensure?: (name: string) => Promise<{ ok: boolean; how?: string; why?: string; howToGetIt?: string }>;
    readonly root?: string;
  },
): Promise<{ passed: number; failed: number }>;
