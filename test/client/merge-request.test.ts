import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wrongBranchName } from '../../client/src/features/merge-request/branch-name.ts';
import { proposedFiles } from '../../client/src/features/merge-request/choices.ts';
import { runSteps, type Step } from '../../client/src/infrastructure/steps.ts';

function gitAccepts(name: string): boolean {
  try {
    execFileSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a branch name', () => {
  test('is judged as Git judges it', () => {
    const characters = fc.constantFrom(
      'a',
      'B',
      '1',
      '-',
      '_',
      '.',
      '/',
      '@',
      '{',
      '~',
      '^',
      ':',
      ' ',
      '*',
      '[',
      '\\',
      'é',
      'lock',
    );
    fc.assert(
      fc.property(fc.array(characters, { minLength: 1, maxLength: 5 }), (parts) => {
        const name = parts.join('');
        // Git takes these for another way to name a branch instead of judging them.
        fc.pre(name !== '@' && !name.startsWith('@{'));
        expect([name, wrongBranchName(name, 'main') === undefined]).toEqual([name, gitAccepts(name)]);
      }),
      { numRuns: 150 },
    );
  });

  test('is not the target', () => {
    expect(wrongBranchName('main', 'main')).toContain("'main' is the target branch");
  });
});

describe('the files that are proposed', () => {
  const file = (path: string, staged: boolean, status: 'modified' | 'conflicted' = 'modified') => ({
    path,
    staged,
    status,
  });

  test('are those that are staged, when some are', () => {
    expect(proposedFiles([file('a', true), file('b', false)])).toEqual(['a']);
  });

  test('are all when nothing is staged, without conflicts', () => {
    expect(proposedFiles([file('a', false), file('b', false), file('c', false, 'conflicted')])).toEqual(['a', 'b']);
  });
});

describe('a dialogue of steps', () => {
  /** Each step adds its name; the script says what the user does at each showing. */
  function dialogue(script: readonly string[]): { readonly steps: readonly Step<string>[]; readonly shown: string[] } {
    const shown: string[] = [];
    const answers = [...script];
    const steps = ['a', 'b', 'c'].map((name): Step<string> => ({
      applies: (choices) => name !== 'b' || !choices.includes('!'),
      ask: (choices, { step, canGoBack }) => {
        shown.push(`${name}${step}${canGoBack ? '<' : ''}`);
        const answer = answers.shift();
        if (answer === 'back' || answer === 'left') return Promise.resolve({ kind: answer });
        return Promise.resolve({ kind: 'next', choices: choices + (answer ?? '') });
      },
    }));
    return { steps, shown };
  }

  test('goes through all, and back to where the user was', async () => {
    const { steps, shown } = dialogue(['1', '2', 'back', '3', '4']);
    expect(await runSteps('T', steps, '')).toBe('1234');
    expect(shown).toEqual(['a1', 'b2<', 'c3<', 'b2<', 'c3<']);
  });

  test('passes over what does not apply, in both directions', async () => {
    const { steps, shown } = dialogue(['!', 'back', '', 'x']);
    expect(await runSteps('T', steps, '')).toBe('!x');
    expect(shown).toEqual(['a1', 'c2<', 'a1', 'c2<']);
  });

  test('answers nothing when the user leaves', async () => {
    const { steps } = dialogue(['1', 'left']);
    expect(await runSteps('T', steps, '')).toBeUndefined();
  });
});
