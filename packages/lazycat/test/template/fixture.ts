import { renderTemplate, TemplateError, type TemplateInput } from 'catflap-lazycat/template'

export const INPUT: TemplateInput = {
  system: {
    boxName: 'mybox',
    boxDomain: 'mybox.heiyu.space',
    osVersion: 'v1.5.0',
    appDomain: 'env.mybox.heiyu.space',
    isMultiInstance: true,
    deployUid: 'alice',
    deployId: 'dev.example.app.alice',
  },
  parameters: new Map<string, string | boolean>([
    ['target', '10.0.0.1'],
    ['listen.port', '33'],
    ['debug', true],
    ['off', false],
    ['blank', ''],
  ]),
  stableSecret: (seed) => `secret-of-${seed}`,
}

export function render(source: string): string {
  return renderTemplate(source, INPUT)
}

/** The error of a template that cannot be rendered. */
export function refusal(source: string): TemplateError {
  try {
    const text = render(source)
    throw new Error(`was rendered: ${text}`)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
}
