import phones from "./phones.zh-TW.js";
import tools from "./tools.zh-TW.js";

export default { ...phones, ...tools };
