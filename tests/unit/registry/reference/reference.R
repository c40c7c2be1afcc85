# What R's packages say of the two files; one line a number, with all its digits.
suppressMessages({library(lme4); library(lmerTest); library(nlme); library(survival); library(pbkrtest)})
say <- function(name, values) for (i in seq_along(values)) cat(sprintf("%s,%d,%.17g\n", name, i - 1L, values[[i]]))
d <- read.csv("visits.csv"); d$v <- factor(d$visit)
cat("name,place,value\n")

tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500, msMaxIter = 500, opt = "nlminb")
un <- gls(y ~ 0 + v + v:arm + v:base, d, correlation = corSymm(form = ~ visit + 1 | id),
          weights = varIdent(form = ~ 1 | v), method = "REML", control = tight)
say("un.loglik", as.numeric(logLik(un))); say("un.beta", coef(un)); say("un.se", sqrt(diag(vcov(un))))

strict <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6))
ri <- lmer(y ~ 0 + v + v:arm + base + (1 | id), d, REML = TRUE, control = strict)
say("ri.loglik", as.numeric(logLik(ri))); say("ri.beta", fixef(ri)); say("ri.se", sqrt(diag(as.matrix(vcov(ri)))))
say("ri.variance", as.data.frame(VarCorr(ri))$vcov)
l <- as.numeric(names(fixef(ri)) == "v3:arm")
sat <- contest1D(ri, l, ddf = "Satterthwaite"); kr <- contest1D(ri, l, ddf = "Kenward-Roger")
say("ri.satterthwaite", c(sat[["Estimate"]], sat[["Std. Error"]], sat[["df"]]))
say("ri.kenward", c(kr[["Estimate"]], kr[["Std. Error"]], kr[["df"]]))
L <- rbind(as.numeric(names(fixef(ri)) == "v2:arm"), l)
f <- contestMD(ri, L, ddf = "Kenward-Roger")
say("ri.joint", c(f[["F value"]], f[["NumDF"]], f[["DenDF"]], f[["Pr(>F)"]]))

rs <- lmer(y ~ 0 + v + v:arm + (visit | id), d, REML = TRUE, control = strict)
say("rs.loglik", as.numeric(logLik(rs))); say("rs.beta", fixef(rs)); say("rs.se", sqrt(diag(as.matrix(vcov(rs)))))
between <- VarCorr(rs)$id
say("rs.variance", c(between[1, 1], between[1, 2], between[2, 2], sigma(rs)^2))

r <- read.csv("rescue.csv")
for (g in 0:2) {
  s <- summary(survfit(Surv(day, event) ~ 1, r[r$group == g, ], conf.type = "log-log"), times = c(30, 90, 180, 300))
  say(paste0("km.free.", g), s$surv); say(paste0("km.low.", g), s$lower); say(paste0("km.high.", g), s$upper)
}
t <- survdiff(Surv(day, event) ~ group, r); say("logrank", c(t$chisq, t$exp))
b <- glm(event ~ age + (group == 1), binomial, r, control = glm.control(epsilon = 1e-14, maxit = 100))
say("glm.beta", coef(b)); say("glm.se", sqrt(diag(vcov(b))))
