export default {
  title: '登录',
  lead: '把社区划成网格，把责任落到人，把事件办到底。',
  email: '邮箱',
  password: '密码',
  submit: '登录',
  submitting: '正在登录…',
  demo: '演示账号',
  demoHint: '演示数据，点击即可登录',
  emailMissing: '请填写邮箱',
  passwordMissing: '请填写密码',
  pausedSeconds: '登录失败次数过多，请在 {count} 秒后再试。',
  pausedMinutes: '登录失败次数过多，请在 {count} 分钟后再试。',
}
