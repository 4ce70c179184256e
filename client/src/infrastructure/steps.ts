/** What a step of a dialogue answers: the choices so far with its own, or the wish to go back or to leave. */
export type StepAnswer<Choices> =
  { readonly kind: 'next'; readonly choices: Choices } | { readonly kind: 'back' } | { readonly kind: 'left' };

export interface Step<Choices> {
  /** Steps that do not apply are passed over in both directions. */
  readonly applies?: (choices: Choices) => boolean;
  readonly ask: (choices: Choices, place: Place) => Promise<StepAnswer<Choices>>;
}

export interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
  /** False at the first step. */
  readonly canGoBack: boolean;
}

/** Runs the steps in order, back and forth; undefined when the user leaves. */
export async function runSteps<Choices>(
  title: string,
  steps: readonly Step<Choices>[],
  first: Choices,
): Promise<Choices | undefined> {
  let choices = first;
  const visited: number[] = [];
  let index = nextStep(steps, choices, 0);
  while (index < steps.length) {
    const place = {
      title,
      step: visited.length + 1,
      totalSteps: stepsInAll(steps, choices),
      canGoBack: visited.length > 0,
    };
    const answer = await steps[index]?.ask(choices, place);
    if (answer === undefined || answer.kind === 'left') return undefined;
    if (answer.kind === 'back') {
      index = visited.pop() ?? index;
      continue;
    }
    choices = answer.choices;
    visited.push(index);
    index = nextStep(steps, choices, index + 1);
  }
  return choices;
}

function applies<Choices>(step: Step<Choices>, choices: Choices): boolean {
  return step.applies?.(choices) ?? true;
}

function nextStep<Choices>(steps: readonly Step<Choices>[], choices: Choices, from: number): number {
  const found = steps.findIndex((step, index) => index >= from && applies(step, choices));
  return found === -1 ? steps.length : found;
}

function stepsInAll<Choices>(steps: readonly Step<Choices>[], choices: Choices): number {
  return steps.filter((step) => applies(step, choices)).length;
}
