import type { CheckReport, ReportedDiagnostic } from '../findings.ts';

/** JUnit XML as GitLab shows it in merge requests: a test case for each finding, and one that passes when there is none. */
export function junit({ diagnostics, unchecked }: CheckReport): string {
  const cases = [
    ...diagnostics.map(findingCase),
    ...unchecked.map(
      ({ file, reason }) =>
        `    <testcase classname="${escape(file)}" name="is checked"><error message="${escape(reason)}"/></testcase>`,
    ),
  ];
  const passed = '    <testcase classname="plumbline" name="nothing found"/>';
  const attributes = `name="plumbline" tests="${Math.max(1, cases.length)}" failures="${diagnostics.length}" errors="${unchecked.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite ${attributes}>`,
    ...(cases.length === 0 ? [passed] : cases),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function findingCase({ file, range, severity, code, message }: ReportedDiagnostic): string {
  const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
  const failure = `<failure type="${severity}" message="${escape(message)}">${escape(place)}</failure>`;
  return `    <testcase classname="${escape(file)}" name="${escape(`${code} at ${place}`)}" file="${escape(file)}">${failure}</testcase>`;
}

function escape(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // XML 1.0 has no way to write other control characters.
      .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
  );
}
