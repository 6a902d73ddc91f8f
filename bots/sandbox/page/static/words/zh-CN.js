import phones from "./phones.zh-CN.js";
import tools from "./tools.zh-CN.js";

export default { ...phones, ...tools };
