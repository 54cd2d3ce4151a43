-- benchmark.duty in SQL, points in hundredths. tools.py puts the words of DuckDB or SQLite in the
-- place of MONTH, LEAST, GREATEST and DIV.
WITH by_month AS (
  SELECT subject, MONTH AS month,
    sum(CASE WHEN kind = '联络站活动' THEN 500 ELSE 0 END) AS visit,
    sum(CASE WHEN kind = '联络站活动' THEN items * 100 ELSE 0 END) AS voices,
    sum(CASE WHEN kind = '走访选民' THEN items * 50 ELSE 0 END) AS households,
    sum(CASE WHEN kind = '接待群众' THEN 200 ELSE 0 END) AS reception,
    sum(CASE WHEN kind = '调解纠纷' THEN 400 ELSE 0 END) AS mediation,
    sum(CASE WHEN kind = '向选民述职' AND items >= 1
             THEN CASE WHEN items >= 10 THEN 1200 WHEN items >= 5 THEN 1100 ELSE 1000 END ELSE 0 END) AS account,
    sum(CASE WHEN kind = '参加会议' THEN 300 ELSE 0 END) AS attendance,
    sum(CASE WHEN kind = '会议发言'
             THEN CASE level WHEN '镇' THEN 200 WHEN '县' THEN 400 WHEN '市' THEN 600 ELSE 1000 END ELSE 0 END) AS speech,
    sum(CASE WHEN kind = '会议缺勤' THEN 200 ELSE 0 END) AS absence,
    sum(CASE WHEN kind = '调研报告' THEN CASE WHEN level = '省' THEN 1200 ELSE 800 END ELSE 0 END) AS paper,
    sum(CASE WHEN kind = '视察调研' THEN 300 ELSE 0 END) AS inspection,
    sum(CASE WHEN kind = '视察调研' AND items = 0 THEN 100 ELSE 0 END) AS idle,
    sum(CASE WHEN kind = '议案' THEN 1000 ELSE 0 END) AS motion,
    sum(CASE WHEN kind = '代表建议' THEN 500 ELSE 0 END) AS proposal,
    sum(CASE WHEN kind IN ('代表建议', '议案') AND items >= 10 THEN items * 50 ELSE 0 END) AS joint,
    sum(CASE WHEN kind = '社情民意' THEN 200 ELSE 0 END) AS opinion,
    sum(CASE WHEN kind = '社情民意'
             THEN CASE level WHEN '县' THEN 300 WHEN '市' THEN 800 WHEN '省' THEN 1500 ELSE 0 END ELSE 0 END) AS adopted,
    sum(CASE WHEN kind = '学习培训' THEN 200 ELSE 0 END) AS training,
    sum(CASE WHEN kind IN ('学习培训', '法律宣传') AND level IN ('市', '省') THEN 400 ELSE 0 END) AS lectures,
    sum(CASE WHEN kind = '法律宣传' THEN items * 100 ELSE 0 END) AS law,
    sum(CASE WHEN kind = '学习心得' THEN 300 ELSE 0 END) AS notes,
    sum(CASE WHEN kind = '志愿服务' THEN 200 ELSE 0 END) AS volunteering,
    sum(CASE WHEN kind = '志愿服务' THEN items * 25 ELSE 0 END) AS hours,
    sum(CASE WHEN kind = '捐款' AND cents >= 100
             THEN CASE WHEN cents >= 100000 THEN 1500 WHEN cents >= 50000 THEN 1000
                       WHEN cents >= 10000 THEN 500 ELSE 200 END ELSE 0 END) AS donation,
    sum(CASE WHEN kind IN ('捐款', '助学') THEN cents DIV 10000 * 100 ELSE 0 END) AS giving,
    sum(CASE WHEN kind = '走访慰问' THEN CASE WHEN cents >= 20000 THEN 500 ELSE 300 END ELSE 0 END) AS relief,
    sum(CASE WHEN kind = '助学' AND cents >= 50000 THEN 1000 ELSE 0 END) AS schooling,
    sum(CASE WHEN kind = '媒体报道'
             THEN CASE level WHEN '镇' THEN 100 WHEN '县' THEN 200 WHEN '市' THEN 500 ELSE 800 END ELSE 0 END) AS press,
    sum(CASE WHEN kind = '表彰'
             THEN CASE level WHEN '镇' THEN 500 WHEN '县' THEN 1000 WHEN '市' THEN 2000 ELSE 3000 END ELSE 0 END) AS honour,
    sum(CASE WHEN kind = '批评' THEN CASE WHEN level IN ('市', '省') THEN 1500 ELSE 500 END ELSE 0 END) AS reprimand,
    sum(CASE WHEN kind = '违反禁令' THEN 1 ELSE 0 END) AS prohibited
  FROM activities WHERE standing = 'confirmed' AND date BETWEEN '2023-01-01' AND '2023-12-31'
  GROUP BY subject, MONTH
), by_quarter AS (
  SELECT subject, (month - 1) DIV 3 AS quarter,
    sum(LEAST(visit, 3000)) + sum(LEAST(voices, 2000)) + sum(LEAST(households, 1200)) + LEAST(sum(reception), 1600) AS voters,
    sum(mediation) AS mediation, sum(account) AS account,
    sum(LEAST(attendance, 1500)) + sum(LEAST(inspection, 1200)) - LEAST(sum(absence), 1000) AS meetings,
    sum(speech) AS speech, sum(paper) AS paper, sum(idle) AS idle,
    sum(LEAST(opinion, 1000)) + LEAST(sum(proposal), 2000) AS proposals,
    sum(motion) AS motion, sum(joint) AS joint, sum(adopted) AS adopted,
    sum(LEAST(training, 600)) + sum(LEAST(law, 1000)) + LEAST(sum(notes), 1200) AS study, sum(lectures) AS lectures,
    sum(LEAST(volunteering, 800)) + LEAST(sum(hours), 2000) + LEAST(sum(relief), 1500) AS deeds,
    sum(donation) AS donation, sum(giving) AS giving, sum(schooling) AS schooling,
    sum(honour) - sum(reprimand) AS conduct, sum(press) AS press, sum(prohibited) AS prohibited
  FROM by_month GROUP BY subject, (month - 1) DIV 3
), reached AS (  -- caps per year of members of a category with a cap per quarter
  SELECT *, LEAST(sum(mediation) OVER so_far, 4800) + LEAST(sum(account) OVER so_far, 3000) AS yearly
  FROM by_quarter WINDOW so_far AS (PARTITION BY subject ORDER BY quarter)
), grown AS (
  SELECT *, yearly - lag(yearly, 1, 0) OVER (PARTITION BY subject ORDER BY quarter) AS growth FROM reached
), by_year AS (
  SELECT subject,
    sum(LEAST(voters + growth, 12000)) AS voters,
    sum(meetings) + LEAST(sum(speech), 6000) + LEAST(sum(paper), 4000) - LEAST(sum(idle), 500) AS meetings,
    sum(proposals) + LEAST(sum(motion), 6000) + LEAST(sum(joint), 3000) + LEAST(sum(adopted), 5000) AS proposals,
    sum(study) + LEAST(sum(lectures), 4000) AS study,
    sum(deeds) + LEAST(sum(donation), 6000) + LEAST(sum(giving), 5000) + LEAST(sum(schooling), 4000) AS deeds,
    sum(conduct) + LEAST(sum(press), 3000) AS conduct, sum(prohibited) AS prohibited
  FROM grown GROUP BY subject
)
SELECT subject, CASE WHEN prohibited > 0 THEN 0 ELSE GREATEST(0,
    voters + GREATEST(meetings, 0) + LEAST(proposals, 20000) + LEAST(study, 12000) + LEAST(deeds, 15000)
    + GREATEST(conduct, -5000)) END AS cents
FROM by_year
