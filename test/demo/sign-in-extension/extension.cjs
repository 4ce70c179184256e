// Does once, at the start of the demo, what a newcomer would do by hand with 'Plumbline: Sign In'.
const { commands } = require('vscode');

exports.activate = async () => {
  const { PLUMBLINE_DEMO_INSTANCE: instance, PLUMBLINE_DEMO_TOKEN: token } = process.env;
  if (instance && token) await commands.executeCommand('plumbline.account.signIn', { instance, token });
};
